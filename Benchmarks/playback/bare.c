/* What a bare C program reaches on a card: nothing that does more can be quicker. 48 kHz, 16 bits, 2 channels, periods of
 * 10 ms, a buffer of 60 ms, real-time priority 40: as the device has them.
 *
 * bare asleep PCM HOST PORT CA CERTIFICATE KEY TOPIC: at each message opens the card, sounds for 0.1 s, closes it.
 * bare queued ...: the card plays on, too soft to count; a message makes what is written next loud for 0.1 s.
 * bare dropped ...: the same, and what the card still holds is dropped.
 * bare start PCM COUNT MS: COUNT times, MS apart, a full buffer and snd_pcm_start at its instant, which it prints
 *   (nanoseconds since 1970). */
#define _GNU_SOURCE
#include <alsa/asoundlib.h>
#include <mosquitto.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { rate = 48000, channels = 2, period = rate / 100, periods = 6, sounding = 10, loud = 16000, soft = 8 };

static int16_t loud_period[period * channels], soft_period[period * channels];
static const char *card, *topic;
static sem_t wanted;
static atomic_int left;

static void must(const char *what, long number) {
    if (number >= 0) return;
    fprintf(stderr, "bare: %s: %s\n", what, snd_strerror((int)number));
    exit(1);
}

static snd_pcm_t *opened(snd_pcm_uframes_t start_threshold) {
    snd_pcm_t *pcm;
    snd_pcm_hw_params_t *hardware;
    snd_pcm_sw_params_t *software;
    must("open", snd_pcm_open(&pcm, card, SND_PCM_STREAM_PLAYBACK, 0));
    snd_pcm_hw_params_alloca(&hardware);
    must("any", snd_pcm_hw_params_any(pcm, hardware));
    must("access", snd_pcm_hw_params_set_access(pcm, hardware, SND_PCM_ACCESS_RW_INTERLEAVED));
    must("format", snd_pcm_hw_params_set_format(pcm, hardware, SND_PCM_FORMAT_S16_LE));
    must("channels", snd_pcm_hw_params_set_channels(pcm, hardware, channels));
    must("rate", snd_pcm_hw_params_set_rate(pcm, hardware, rate, 0));
    must("period", snd_pcm_hw_params_set_period_size(pcm, hardware, period, 0));
    must("buffer", snd_pcm_hw_params_set_buffer_size(pcm, hardware, period * periods));
    must("hw_params", snd_pcm_hw_params(pcm, hardware));
    snd_pcm_sw_params_alloca(&software);
    must("current", snd_pcm_sw_params_current(pcm, software));
    must("threshold", snd_pcm_sw_params_set_start_threshold(pcm, software, start_threshold));
    must("sw_params", snd_pcm_sw_params(pcm, software));
    return pcm;
}

static void put(snd_pcm_t *pcm, const int16_t *samples) {
    snd_pcm_sframes_t done = snd_pcm_writei(pcm, samples, period);
    if (done < 0) must("recover", snd_pcm_recover(pcm, (int)done, 1));
}

/* Loud as long as a message asks for it. */
static const int16_t *next(void) {
    if (atomic_load(&left) == 0) return soft_period;
    atomic_fetch_sub(&left, 1);
    return loud_period;
}

static void *asleep(void *nothing) {
    for (;;) {
        sem_wait(&wanted);
        snd_pcm_t *pcm = opened(period);
        for (int i = 0; i < sounding; i++) put(pcm, loud_period);
        snd_pcm_drain(pcm);
        snd_pcm_close(pcm);
    }
    return nothing;
}

static void *queued(void *nothing) {
    snd_pcm_t *pcm = opened(period);
    for (;;) put(pcm, next());
    return nothing;
}

/* A message is seen when the card has taken a period: up to 10 ms after it came. */
static void *dropped(void *nothing) {
    snd_pcm_t *pcm = opened(period);
    for (;;) {
        if (sem_trywait(&wanted) == 0) {
            snd_pcm_drop(pcm);
            must("prepare", snd_pcm_prepare(pcm));
        }
        put(pcm, next());
    }
    return nothing;
}

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
    (void)client, (void)context;
    if (message->retain) return;
    atomic_store(&left, sounding);
    sem_post(&wanted);
}

static int alerts(void *(*sound)(void *), char **arguments) {
    topic = arguments[5];
    sem_init(&wanted, 0, 0);
    pthread_t thread;
    struct sched_param parameters = {.sched_priority = 40};
    pthread_create(&thread, NULL, sound, NULL);
    pthread_setschedparam(thread, SCHED_FIFO, &parameters);
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("floor", true, NULL);
    if (!client || mosquitto_tls_set(client, arguments[2], NULL, arguments[3], arguments[4], NULL) != 0) return 1;
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_connect_callback_set(client, welcomed);
    mosquitto_subscribe_callback_set(client, subscribed);
    mosquitto_message_callback_set(client, received);
    if (mosquitto_connect(client, arguments[0], atoi(arguments[1]), 60) != 0) return 1;
    return mosquitto_loop_forever(client, -1, 1);
}

static int starts(int count, int milliseconds) {
    struct sched_param parameters = {.sched_priority = 40};
    sched_setscheduler(0, SCHED_FIFO, &parameters);
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    /* Whole seconds, as a schedule has them: a program's own start stands in step with what woke it, a tick. */
    int64_t due = (int64_t)t.tv_sec * 1000000000;
    for (int i = 0; i < count; i++) {
        due += (int64_t)milliseconds * 1000000;
        /* Beyond the buffer: it starts when it is told to. */
        snd_pcm_t *pcm = opened(period * periods + 1);
        for (int n = 0; n < periods; n++) put(pcm, loud_period);
        struct timespec until = {.tv_sec = due / 1000000000, .tv_nsec = due % 1000000000};
        while (clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL) != 0) {}
        must("start", snd_pcm_start(pcm));
        snd_pcm_drain(pcm);
        snd_pcm_close(pcm);
        printf("%lld\n", (long long)due);
        fflush(stdout);
    }
    return 0;
}

int main(int count, char **arguments) {
    for (int i = 0; i < period * channels; i++) {
        loud_period[i] = loud;
        soft_period[i] = soft;
    }
    if (count > 2) card = arguments[2];
    if (count == 5 && strcmp(arguments[1], "start") == 0) return starts(atoi(arguments[3]), atoi(arguments[4]));
    if (count == 9 && strcmp(arguments[1], "asleep") == 0) return alerts(asleep, arguments + 3);
    if (count == 9 && strcmp(arguments[1], "queued") == 0) return alerts(queued, arguments + 3);
    if (count == 9 && strcmp(arguments[1], "dropped") == 0) return alerts(dropped, arguments + 3);
    return 64;
}
