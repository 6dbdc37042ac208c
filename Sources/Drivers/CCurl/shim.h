// libcurl's options and figures are set and read through variadic functions, which Swift does not call. Each shim here
// gives one type of argument a function of its own; they go when Swift imports C variadics.
#pragma once
#include <curl/curl.h>

static inline CURLcode loa_curl_set_number(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode loa_curl_set_length(CURL *curl, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(curl, option, value);
}

// libcurl copies the text. NULL takes the option back.
static inline CURLcode loa_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}

// What callbacks are given, or a list of headers; libcurl keeps the pointer.
static inline CURLcode loa_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
    return curl_easy_setopt(curl, option, value);
}

typedef size_t (*loa_curl_bytes)(char *bytes, size_t size, size_t count, void *context);

// CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION, CURLOPT_READFUNCTION.
static inline CURLcode loa_curl_on_bytes(CURL *curl, CURLoption option, loa_curl_bytes callback) {
    return curl_easy_setopt(curl, option, callback);
}

static inline CURLcode loa_curl_on_progress(CURL *curl, curl_xferinfo_callback callback) {
    return curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, callback);
}

// The status of the last answer, 0 before there is one.
static inline long loa_curl_status(CURL *curl) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

// Where the last answer redirects to, as an absolute address; NULL for nowhere. Lives until the next transfer.
static inline const char *loa_curl_redirect(CURL *curl) {
    char *address = NULL;
    curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &address);
    return address;
}
