/* What a bare C program reaches here.
 *
 * floor message HOST PORT CA CERTIFICATE KEY TOPIC: a subscriber that prints, for each message, nanoseconds since 1970.
 * floor wake COUNT MS: sleeps until COUNT instants MS apart, as a real-time thread, and prints how late it woke (ns). */
#define _GNU_SOURCE
#include <mosquitto.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static int64_t now(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static const char *topic;

static void welcomed(struct mosquitto *client, void *context, int code) {
    (void)context;
    if (code != 0 || mosquitto_subscribe(client, NULL, topic, 1) != 0) exit(1);
}

static void subscribed(struct mosquitto *client, void *context, int id, int count, const int *granted) {
    (void)client, (void)context, (void)id, (void)count, (void)granted;
    puts("ready");
    fflush(stdout);
}

static void received(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
    (void)client, (void)context, (void)message;
    printf("%lld\n", (long long)now(CLOCK_REALTIME));
    fflush(stdout);
}

static int messages(char **arguments) {
    topic = arguments[5];
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("floor", true, NULL);
    if (!client || mosquitto_tls_set(client, arguments[2], NULL, arguments[3], arguments[4], NULL) != 0) return 1;
    mosquitto_connect_callback_set(client, welcomed);
    mosquitto_subscribe_callback_set(client, subscribed);
    mosquitto_message_callback_set(client, received);
    if (mosquitto_connect(client, arguments[0], atoi(arguments[1]), 60) != 0) return 1;
    return mosquitto_loop_forever(client, -1, 1);
}

static int wakes(int count, int milliseconds) {
    struct sched_param parameters = {.sched_priority = 40};
    sched_setscheduler(0, SCHED_FIFO, &parameters);
    mlockall(MCL_CURRENT | MCL_FUTURE);
    int64_t due = now(CLOCK_MONOTONIC);
    for (int i = 0; i < count; i++) {
        due += (int64_t)milliseconds * 1000000;
        struct timespec until = {.tv_sec = due / 1000000000, .tv_nsec = due % 1000000000};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0) {}
        printf("%lld\n", (long long)(now(CLOCK_MONOTONIC) - due));
    }
    return 0;
}

int main(int count, char **arguments) {
    if (count == 8 && strcmp(arguments[1], "message") == 0) return messages(arguments + 2);
    if (count == 4 && strcmp(arguments[1], "wake") == 0) return wakes(atoi(arguments[2]), atoi(arguments[3]));
    return 64;
}
