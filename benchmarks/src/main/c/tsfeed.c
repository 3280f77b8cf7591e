#include "tsfeed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(2);
}

int ts_payload_offset(const uint8_t *packet)
{
    switch (packet[3] >> 4 & 3) { /* adaptation_field_control, ISO/IEC 13818-1 2.4.3.3 */
    case 1: return 4;
    case 3: return 5 + packet[4] < TS_BYTES ? 5 + packet[4] : TS_BYTES;
    default: return TS_BYTES;
    }
}

int64_t pes_timestamp(const uint8_t *p)
{
    return (int64_t)(p[0] >> 1 & 7) << 30 | (int64_t)p[1] << 22 | (int64_t)(p[2] >> 1) << 15 | p[3] << 7 | p[4] >> 1;
}

static void write_pes_timestamp(uint8_t *p, int64_t ticks)
{
    p[0] = (uint8_t)((p[0] & 0xf0) | (ticks >> 29 & 0x0e) | 1);
    p[1] = (uint8_t)(ticks >> 22);
    p[2] = (uint8_t)((ticks >> 14 & 0xfe) | 1);
    p[3] = (uint8_t)(ticks >> 7);
    p[4] = (uint8_t)((ticks << 1 & 0xfe) | 1);
}

void ts_program_reset(ts_program *program)
{
    program->pmt_pid = program->video_pid = program->audio_pid = -1;
    program->video_type = program->audio_type = 0;
}

static int is_video(int type)
{
    return type == 0x01 || type == 0x02 || type == 0x10 || type == 0x1b || type == 0x24;
}

void ts_program_learn(ts_program *program, const uint8_t *packet)
{
    int pid = ts_pid(packet), at = ts_payload_offset(packet);
    if (!ts_starts_unit(packet) || at >= TS_BYTES - 16) return;
    const uint8_t *section = packet + at + 1 + packet[at]; /* pointer_field */
    if (section + 12 > packet + TS_BYTES) return;
    const uint8_t *end = section + 3 + ((section[1] & 0x0f) << 8 | section[2]) - 4; /* before CRC_32 */
    if (end > packet + TS_BYTES) end = packet + TS_BYTES;
    if (pid == 0 && section[0] == 0) {
        for (const uint8_t *p = section + 8; p + 4 <= end; p += 4)
            if (p[0] | p[1]) { program->pmt_pid = (p[2] & 0x1f) << 8 | p[3]; break; }
    } else if (pid == program->pmt_pid && section[0] == 2) {
        const uint8_t *p = section + 12 + ((section[10] & 0x0f) << 8 | section[11]);
        int video = -1, audio = -1;
        while (p + 5 <= end) {
            int type = p[0], es = (p[1] & 0x1f) << 8 | p[2];
            if (is_video(type)) {
                if (video < 0) { video = es; program->video_type = type; }
            } else if (audio < 0) {
                audio = es;
                program->audio_type = type;
            }
            p += 5 + ((p[3] & 0x0f) << 8 | p[4]);
        }
        program->video_pid = video;
        program->audio_pid = audio;
    }
}

/* The five bytes of PTS (and DTS) in a packet that starts a PES, or NULL. */
static uint8_t *pes_times(uint8_t *packet, int *count)
{
    int at = ts_payload_offset(packet);
    uint8_t *p = packet + at;
    if (!ts_starts_unit(packet) || at + 19 > TS_BYTES || p[0] || p[1] || p[2] != 1) return NULL;
    if (p[3] == 0xbe || p[3] == 0xbf) return NULL;
    *count = p[7] >> 6 == 3 ? 2 : p[7] >> 6 == 2 ? 1 : 0;
    return *count ? p + 9 : NULL;
}

static int64_t *push_time(int64_t *list, int *count, int64_t value)
{
    if ((*count & (*count - 1)) == 0) list = realloc(list, sizeof *list * (size_t)(*count ? *count * 2 : 1));
    list[(*count)++] = value;
    return list;
}

/* A muxer puts a unit behind those of other tracks that leave later; a track's own chunks keep their order. */
static void sort_by_time(feed_chunk *chunks, int count)
{
    for (int i = 1; i < count; i++) {
        feed_chunk moved = chunks[i];
        int to = i;
        for (; to > 0 && chunks[to - 1].at_us > moved.at_us; to--) chunks[to] = chunks[to - 1];
        chunks[to] = moved;
    }
}

feed *feed_open(const char *path, feed_pace pace, int64_t span_ticks)
{
    FILE *file = fopen(path, "rb");
    if (!file) die("cannot read %s", path);
    fseek(file, 0, SEEK_END);
    feed *f = calloc(1, sizeof *f);
    f->size = (size_t)ftell(file) / TS_BYTES * TS_BYTES;
    f->bytes = malloc(f->size + 1);
    rewind(file);
    if (!f->size || fread(f->bytes, 1, f->size, file) != f->size) die("%s holds no transport stream", path);
    fclose(file);

    ts_program program;
    ts_program_reset(&program);
    for (size_t at = 0; at < f->size; at += TS_BYTES) {
        if (f->bytes[at] != 0x47) die("%s: no sync byte at %zu", path, at);
        ts_program_learn(&program, f->bytes + at);
    }
    f->video_pid = program.video_pid;
    f->audio_pid = program.audio_pid;
    f->video_type = program.video_type;
    f->audio_type = program.audio_type;
    int lead_pid = f->video_pid >= 0 ? f->video_pid : f->audio_pid;
    if (lead_pid < 0) die("%s: no program", path);

    f->chunks = calloc(f->size / TS_BYTES, sizeof *f->chunks);
    int64_t *dts = NULL;
    int units = 0, pictures = 0;
    int64_t first = -1;
    for (size_t at = 0; at < f->size; at += TS_BYTES) {
        uint8_t *packet = f->bytes + at;
        int times, starts = 0;
        if (ts_pid(packet) == lead_pid) {
            uint8_t *t = pes_times(packet, &times);
            if (t) {
                dts = push_time(dts, &units, pes_timestamp(t + 5 * (times - 1)));
                f->picture_pts = push_time(f->picture_pts, &pictures, pes_timestamp(t));
                starts = 1;
            }
        }
        uint8_t *own = pace == PACE_UNIT ? pes_times(packet, &times) : NULL;
        int64_t own_us = 0;
        if (own) {
            int64_t unit = pes_timestamp(own + 5 * (times - 1));
            if (first < 0) first = unit;
            own_us = (unit - first) * 100 / 9;
            starts = 1;
        }
        feed_chunk *last = f->chunk_count ? &f->chunks[f->chunk_count - 1] : NULL;
        if (!last || last->length_bytes == CHUNK_BYTES || (starts && pace != PACE_SMOOTH)) {
            int64_t former_us = last ? last->at_us : 0;
            last = &f->chunks[f->chunk_count++];
            *last = (feed_chunk) {at, 0, units ? (dts[units - 1] - dts[0]) * 100 / 9 : 0, -1};
            if (pace == PACE_UNIT) last->at_us = own ? own_us : former_us;
        }
        last->length_bytes += TS_BYTES;
    }
    if (pace == PACE_UNIT) sort_by_time(f->chunks, f->chunk_count);
    f->picture_count = pictures;
    if (units < 2) die("%s: fewer than two timed units", path);
    f->span_ticks = span_ticks ? span_ticks : (dts[units - 1] - dts[0]) / (units - 1) * units;
    int picture = -1, holder = -1;
    for (int i = 0; i < f->chunk_count; i++) {
        feed_chunk *c = &f->chunks[i];
        if (pace == PACE_SMOOTH) c->at_us = (int64_t)((double)f->span_ticks * 100 / 9 * (double)c->offset / (double)f->size);
        for (size_t at = c->offset; at < c->offset + (size_t)c->length_bytes; at += TS_BYTES) {
            int times;
            if (ts_pid(f->bytes + at) != lead_pid) continue;
            if (pes_times(f->bytes + at, &times)) {
                if (holder >= 0) f->chunks[holder].picture = picture;
                picture++;
            }
            holder = i;
        }
    }
    if (holder >= 0) f->chunks[holder].picture = picture;
    free(dts);
    return f;
}

void feed_player_start(feed_player *player, const feed *f, int64_t shift_ticks)
{
    memset(player, 0, sizeof *player);
    player->feed = f;
    player->shift_ticks = shift_ticks;
}

int64_t feed_player_due_us(const feed_player *player)
{
    return player->loop * (player->feed->span_ticks * 100 / 9) + player->feed->chunks[player->next_chunk].at_us;
}

int feed_player_next(feed_player *player, uint8_t *target, int64_t *picture_pts)
{
    const feed *f = player->feed;
    const feed_chunk *c = &f->chunks[player->next_chunk];
    int64_t shift = player->shift_ticks + player->loop * f->span_ticks, mask = (1LL << 33) - 1;
    memcpy(target, f->bytes + c->offset, (size_t)c->length_bytes);
    *picture_pts = c->picture < 0 ? -1 : (f->picture_pts[c->picture] + shift) & mask;
    for (uint8_t *packet = target; packet < target + c->length_bytes; packet += TS_BYTES) {
        int pid = ts_pid(packet), times;
        if (packet[3] & 0x10) packet[3] = (uint8_t)((packet[3] & 0xf0) | (player->counters[pid]++ & 0x0f));
        else packet[3] = (uint8_t)((packet[3] & 0xf0) | ((player->counters[pid] - 1) & 0x0f));
        if ((packet[3] & 0x20) && packet[4] >= 7 && (packet[5] & 0x10)) { /* PCR_flag, 2.4.3.4 */
            int64_t base = (int64_t)packet[6] << 25 | packet[7] << 17 | packet[8] << 9 | packet[9] << 1 | packet[10] >> 7;
            base = (base + shift) & mask;
            packet[6] = (uint8_t)(base >> 25);
            packet[7] = (uint8_t)(base >> 17);
            packet[8] = (uint8_t)(base >> 9);
            packet[9] = (uint8_t)(base >> 1);
            packet[10] = (uint8_t)((packet[10] & 0x7f) | (base & 1) << 7);
        }
        uint8_t *t = pes_times(packet, &times);
        for (int i = 0; t && i < times; i++) write_pes_timestamp(t + 5 * i, (pes_timestamp(t + 5 * i) + shift) & mask);
    }
    if (++player->next_chunk == f->chunk_count) {
        player->next_chunk = 0;
        player->loop++;
    }
    return c->length_bytes;
}
