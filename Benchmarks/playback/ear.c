/* ear PCM LEVEL GAP_MS BLOCK_MS: hears the other end of a loopback card (48 kHz, 16 bits, 2 channels) until SIGTERM.
 *
 * Lines on stdout:
 *   look FRAME NS         the card stood at FRAME, seen at NS since 1970: never before it was so, often a tick later
 *   sound FIRST MIDDLE    a sound that has ended: its first frame beyond LEVEL (of 32,768), and the middle of its energy
 *                         in thousandths of a frame
 *   begin FIRST           the same sound as soon as it began
 *   failed WHAT           what was heard is no evidence: the ear was late or the card went
 * A sound ends with GAP_MS below LEVEL. BLOCK_MS is how often it wakes. */
#include <alsa/asoundlib.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { rate = 48000, channels = 2 };

static volatile sig_atomic_t ended;

static void end(int number) {
    (void)number;
    ended = 1;
}

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void must(const char *what, long number) {
    if (number >= 0) return;
    printf("failed %s: %s\n", what, snd_strerror((int)number));
    fflush(stdout);
    exit(1);
}

/* It wakes once a block, and two seconds fit into the card, so that a busy machine makes it late but not deaf. */
static void prepare(snd_pcm_t *pcm, snd_pcm_uframes_t block) {
    snd_pcm_hw_params_t *hardware;
    snd_pcm_uframes_t buffer = 2 * rate;
    snd_pcm_hw_params_alloca(&hardware);
    must("any", snd_pcm_hw_params_any(pcm, hardware));
    must("access", snd_pcm_hw_params_set_access(pcm, hardware, SND_PCM_ACCESS_RW_INTERLEAVED));
    must("format", snd_pcm_hw_params_set_format(pcm, hardware, SND_PCM_FORMAT_S16_LE));
    must("channels", snd_pcm_hw_params_set_channels(pcm, hardware, channels));
    must("rate", snd_pcm_hw_params_set_rate(pcm, hardware, rate, 0));
    must("period", snd_pcm_hw_params_set_period_size(pcm, hardware, block, 0));
    must("buffer", snd_pcm_hw_params_set_buffer_size_near(pcm, hardware, &buffer));
    must("hw_params", snd_pcm_hw_params(pcm, hardware));
}

/* The sound that goes on; first is -1 in silence. */
static long first = -1, last;
static double weight, moment;

static void hear(const int16_t *samples, long at, long frames, int level, long gap) {
    for (long i = 0; i < frames; i++) {
        int left = abs(samples[2 * i]), right = abs(samples[2 * i + 1]);
        int size = left > right ? left : right;
        if (size > level) {
            last = at + i;
            if (first < 0) {
                first = last;
                weight = moment = 0;
                printf("begin %ld\n", first);
            }
            weight += (double)size * size;
            moment += (double)size * size * (double)(last - first);
        } else if (first >= 0 && at + i - last > gap) {
            printf("sound %ld %.0f\n", first, ((double)first + moment / weight) * 1000);
            first = -1;
        }
    }
}

int main(int count, char **arguments) {
    if (count != 5) return 64;
    int level = atoi(arguments[2]);
    long gap = atol(arguments[3]) * rate / 1000, block = atol(arguments[4]) * rate / 1000, done = 0;
    struct sigaction action = {.sa_handler = end};
    sigaction(SIGTERM, &action, NULL);
    struct sched_param parameters = {.sched_priority = 50};
    sched_setscheduler(0, SCHED_FIFO, &parameters);
    snd_pcm_t *pcm;
    must("open", snd_pcm_open(&pcm, arguments[1], SND_PCM_STREAM_CAPTURE, 0));
    prepare(pcm, (snd_pcm_uframes_t)block);
    must("start", snd_pcm_start(pcm));
    int16_t *samples = malloc(sizeof *samples * (size_t)block * channels);
    while (!ended) {
        snd_pcm_sframes_t got = snd_pcm_readi(pcm, samples, (snd_pcm_uframes_t)block);
        if (got == -EINTR) continue;
        must("read", got);
        done += got;
        snd_pcm_sframes_t more = snd_pcm_avail(pcm);
        if (more >= 0) printf("look %ld %lld\n", done + more, (long long)now());
        hear(samples, done - got, got, level, gap);
        fflush(stdout);
    }
    return 0;
}
