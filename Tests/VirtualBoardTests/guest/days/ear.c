// ear CARD RATE PERIOD_SECONDS: listens at the other end of a loopback card until SIGTERM and says what sounded.
//
// One line for each stretch of sound, when it has ended:
//     SOUND <begin> <end> <hertz> <peak>     CLOCK_MONOTONIC nanoseconds of the first and last loud sample
// then, at the end:
//     END <frames> <worst>                   frames heard; the farthest, in ns, that the card's time and ours were apart
// Anything that would make the evidence worthless (an overrun, a card that goes) ends it with a line FAILED.
//
// It wakes once a period: in virtual time each wake-up costs real time, so the suites listen in long periods. The
// instants come from the count of frames between two looks at the clock, so they are as exact as the card whatever the
// period is, and as right as the clock where the card drifts.
#include <alsa/asoundlib.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LOUD = 300 };                       // of 32,767: -40 dBFS
static const double SILENCE_SECONDS = 0.3; // ends a stretch

static volatile sig_atomic_t ended;
static void end(int signal) { (void)signal; ended = 1; }

struct stretch {
    int64_t first, last;                   // loud frames
    int64_t begun;                         // when the first was heard
    int64_t first_rise, last_rise, rises;  // upward crossings of zero
    int peak, previous;
};

static int64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// How long frames last. Whole seconds apart: at 8 kHz a product with a thousand million is too large after 13 days.
static int64_t nanoseconds(int64_t frames, unsigned rate) {
    return frames / rate * 1000000000LL + frames % rate * 1000000000LL / rate;
}

static void fail(const char *what, int number) {
    printf("FAILED %s: %s\n", what, snd_strerror(number));
    exit(1);
}

static void must(const char *what, int number) {
    if (number < 0) fail(what, number);
}

static snd_pcm_t *open_card(const char *name, unsigned rate, snd_pcm_uframes_t period) {
    snd_pcm_t *pcm;
    snd_pcm_hw_params_t *parameters;
    snd_pcm_uframes_t buffer = 4 * period;
    must("open", snd_pcm_open(&pcm, name, SND_PCM_STREAM_CAPTURE, 0));
    snd_pcm_hw_params_alloca(&parameters);
    must("any", snd_pcm_hw_params_any(pcm, parameters));
    must("access", snd_pcm_hw_params_set_access(pcm, parameters, SND_PCM_ACCESS_RW_INTERLEAVED));
    must("16 bits", snd_pcm_hw_params_set_format(pcm, parameters, SND_PCM_FORMAT_S16_LE));
    must("one channel", snd_pcm_hw_params_set_channels(pcm, parameters, 1));
    must("rate", snd_pcm_hw_params_set_rate(pcm, parameters, rate, 0));
    must("period", snd_pcm_hw_params_set_period_size(pcm, parameters, period, 0));
    must("buffer", snd_pcm_hw_params_set_buffer_size_near(pcm, parameters, &buffer));
    must("hw_params", snd_pcm_hw_params(pcm, parameters));
    must("prepare", snd_pcm_prepare(pcm));
    return pcm;
}

// Two looks at the card and the clock, some seconds apart, and so the time of each frame.
struct looks {
    int64_t frame, time;                   // the earlier, frames and nanoseconds
    int64_t later_frame, later_time;
};

static int64_t time_of(int64_t frame, const struct looks *looks) {
    double each = (double)(looks->later_time - looks->time) / (double)(looks->later_frame - looks->frame);
    return looks->later_time - (int64_t)((double)(looks->later_frame - frame) * each);
}

static void look(struct looks *looks, int64_t frame, unsigned rate) {
    if (frame - looks->later_frame < rate) return;
    *looks = (struct looks){looks->later_frame, looks->later_time, frame, now_ns()};
}

static void tell(struct stretch *sound, const struct looks *looks, unsigned rate) {
    double hertz = sound->rises > 1
        ? (double)(sound->rises - 1) * rate / (double)(sound->last_rise - sound->first_rise) : 0;
    printf("SOUND %lld %lld %.2f %d\n", (long long)sound->begun, (long long)time_of(sound->last, looks), hertz, sound->peak);
    fflush(stdout);
    sound->first = -1;
}

static void hear(struct stretch *sound, int sample, int64_t frame, const struct looks *looks, unsigned rate) {
    int size = abs(sample);
    if (sound->first >= 0 && frame - sound->last > SILENCE_SECONDS * rate) tell(sound, looks, rate);
    if (size > LOUD) {
        if (sound->first < 0)
            *sound = (struct stretch){.first = frame, .begun = time_of(frame, looks), .first_rise = -1};
        sound->last = frame;
        if (size > sound->peak) sound->peak = size;
    }
    if (sound->first >= 0 && sound->previous < 0 && sample >= 0) {
        if (sound->first_rise < 0) sound->first_rise = frame;
        sound->last_rise = frame;
        sound->rises++;
    }
    sound->previous = sample;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    unsigned rate = (unsigned)atoi(arguments[2]);
    snd_pcm_uframes_t period = (snd_pcm_uframes_t)(rate * atof(arguments[3]));
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    snd_pcm_t *pcm = open_card(arguments[1], rate, period);
    int16_t *samples = malloc(period * sizeof *samples);
    must("start", snd_pcm_start(pcm));
    int64_t begun = now_ns(), frame = 0, worst = 0;
    printf("LISTENING %lld\n", (long long)begun);
    fflush(stdout);
    struct stretch sound = {.first = -1};
    struct looks looks = {.later_time = begun};
    while (!ended) {
        snd_pcm_sframes_t taken = snd_pcm_readi(pcm, samples, period);
        if (taken == -EINTR) continue;
        if (taken < 0) fail("read", (int)taken);
        snd_pcm_sframes_t waiting = snd_pcm_avail(pcm);
        look(&looks, frame + taken + (waiting > 0 ? waiting : 0), rate);
        for (snd_pcm_sframes_t index = 0; index < taken; index++)
            hear(&sound, samples[index], frame++, &looks, rate);
        int64_t apart = now_ns() - begun - nanoseconds(frame, rate);
        if (llabs(apart) > worst && !ended) worst = llabs(apart);
    }
    if (sound.first >= 0) tell(&sound, &looks, rate);
    printf("END %lld %lld\n", (long long)frame, (long long)worst);
    return 0;
}
