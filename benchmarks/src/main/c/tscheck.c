#include "tscheck.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t mix(uint64_t hash, const uint8_t *p, size_t n)
{
    const uint64_t k = 0x9e3779b97f4a7c15ULL; /* 2^64 / golden ratio */
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        hash = (hash ^ w) * k;
        hash ^= hash >> 29;
    }
    for (; n; n--, p++) hash = ((hash ^ *p) * k) ^ (hash >> 31);
    return hash;
}

/* Only the pictures' own NAL units count: a server may repeat parameter sets or delimiters. */
static uint64_t hash_picture(const uint8_t *p, size_t n, int type)
{
    if (type != 0x1b && type != 0x24) return mix(1, p, n);
    uint64_t hash = 1;
    size_t start = 0, zeros = 0;
    int open = 0;
    for (size_t i = 0; i <= n; i++) {
        int at_code = i < n && zeros >= 2 && p[i] == 1;
        if (at_code || i == n) {
            size_t end = i - (at_code ? zeros : 0);
            while (open && end > start && p[end - 1] == 0) end--;
            if (open && end > start) {
                int vcl = type == 0x1b ? (p[start] & 0x1f) >= 1 && (p[start] & 0x1f) <= 5 : (p[start] >> 1 & 0x3f) < 32;
                if (vcl) hash = mix(hash, p + start, end - start);
            }
            start = i + 1;
            open = 1;
            zeros = 0;
        } else {
            zeros = p[i] == 0 ? zeros + 1 : 0;
            if (!zeros && i + 8 < n) { /* skip to the next zero byte quickly */
                const uint8_t *z = memchr(p + i + 1, 0, n - i - 1);
                i = z ? (size_t)(z - p) - 1 : n - 1;
            }
        }
    }
    return hash;
}

typedef void (*unit_sink)(void *context, uint64_t hash, int64_t pts);

static void split_units(const pes_buffer *pes, int video, int type, unit_sink sink, void *context)
{
    if (video) {
        sink(context, hash_picture(pes->bytes, pes->size, type), pes->pts);
    } else if (type == 0x0f) { /* ADTS frames: aac_frame_length, ISO/IEC 14496-3 1.A.3.2 */
        for (size_t at = 0, index = 0; at + 7 <= pes->size; index++) {
            const uint8_t *p = pes->bytes + at;
            size_t length = (size_t)((p[3] & 3) << 11 | p[4] << 3 | p[5] >> 5), header = p[1] & 1 ? 7 : 9;
            if (p[0] != 0xff || (p[1] & 0xf0) != 0xf0 || length < header || at + length > pes->size) {
                sink(context, 0, pes->pts);
                return;
            }
            sink(context, mix(2, p + header, length - header), pes->pts + (int64_t)index * 1920); /* 1024 samples at 48 kHz */
            at += length;
        }
    } else {
        sink(context, mix(3, pes->bytes, pes->size), pes->pts);
    }
}

static void pes_append(pes_buffer *pes, const uint8_t *p, size_t n)
{
    if (pes->size + n > pes->limit) {
        pes->limit = (pes->size + n) * 2;
        pes->bytes = realloc(pes->bytes, pes->limit);
    }
    memcpy(pes->bytes + pes->size, p, n);
    pes->size += n;
}

/* Returns 1 when the packet ends the PES before it. The caller has taken that one out already. */
static void pes_take(pes_buffer *pes, const uint8_t *packet)
{
    int at = ts_payload_offset(packet);
    const uint8_t *p = packet + at;
    if (at >= TS_BYTES) return;
    if (ts_starts_unit(packet)) {
        pes->size = 0;
        pes->open = at + 9 < TS_BYTES && !p[0] && !p[1] && p[2] == 1;
        if (!pes->open) return;
        pes->pts = p[7] & 0x80 ? pes_timestamp(p + 9) : -1;
        int skip = 9 + p[8];
        if (at + skip < TS_BYTES) pes_append(pes, p + skip, (size_t)(TS_BYTES - at - skip));
    } else if (pes->open) {
        pes_append(pes, p, (size_t)(TS_BYTES - at));
    }
}

static void list_unit(void *context, uint64_t hash, int64_t pts)
{
    unit_list *list = context;
    if ((list->count & (list->count - 1)) == 0) {
        size_t limit = (size_t)(list->count ? list->count * 2 : 1);
        list->hashes = realloc(list->hashes, limit * sizeof *list->hashes);
        list->pts = realloc(list->pts, limit * sizeof *list->pts);
    }
    list->hashes[list->count] = hash;
    list->pts[list->count++] = pts;
}

void feed_units_of(const feed *f, feed_units *units)
{
    memset(units, 0, sizeof *units);
    pes_buffer video = {0}, audio = {0};
    for (size_t at = 0; at <= f->size; at += TS_BYTES) {
        const uint8_t *packet = f->bytes + at;
        int end = at == f->size, pid = end ? -1 : ts_pid(packet);
        if (video.open && (end || (pid == f->video_pid && ts_starts_unit(packet))))
            split_units(&video, 1, f->video_type, list_unit, &units->video);
        if (audio.open && (end || (pid == f->audio_pid && ts_starts_unit(packet))))
            split_units(&audio, 0, f->audio_type, list_unit, &units->audio);
        if (end) break;
        if (pid == f->video_pid) pes_take(&video, packet);
        else if (pid == f->audio_pid) pes_take(&audio, packet);
    }
    free(video.bytes);
    free(audio.bytes);
    for (int i = 1; i < units->video.count; i++)
        for (int k = 0; k < i; k++)
            if (units->video.hashes[i] == units->video.hashes[k]) die("pictures %d and %d of the feed are alike", k, i);
}

void ts_check_start(ts_check *check, const feed_units *units, int64_t shift_ticks)
{
    memset(check, 0, sizeof *check);
    ts_program_reset(&check->program);
    memset(check->last_counter, 0xff, sizeof check->last_counter);
    check->check_units = units != NULL;
    check->video_track.expected = units ? &units->video : NULL;
    check->audio_track.expected = units ? &units->audio : NULL;
    check->video_track.position = check->audio_track.position = -1;
    check->shift_ticks = shift_ticks;
    check->picture_pts = -1;
}

static void check_unit(void *context, uint64_t hash, int64_t pts)
{
    unit_track *track = context;
    const unit_list *expected = track->expected;
    track->units++;
    track->last_pts = pts;
    if (track->position >= 0 && expected->hashes[track->position] == hash) {
        track->position = (track->position + 1) % expected->count;
        return;
    }
    if (track->position >= 0) track->errors++;
    int first = track->position < 0;
    track->position = -1;
    for (int i = 0; i < expected->count; i++)
        if (expected->hashes[i] == hash) { track->position = (i + 1) % expected->count; return; }
    if (first) track->errors++;
}

static void end_pes(ts_check *check, int video)
{
    pes_buffer *pes = video ? &check->video : &check->audio;
    unit_track *track = video ? &check->video_track : &check->audio_track;
    if (!pes->open) return;
    split_units(pes, video, video ? check->program.video_type : check->program.audio_type, check_unit, track);
    /* Each publisher has ten minutes of its own: a unit from others came from another path. */
    if (check->shift_ticks && pes->pts >= 0 && (pes->pts < check->shift_ticks || pes->pts > check->shift_ticks + 600 * 90000LL)) check->time_errors++;
    pes->open = 0;
}

void ts_check_consume(ts_check *check, const uint8_t *bytes, int length, int64_t now_us)
{
    for (const uint8_t *packet = bytes; packet + TS_BYTES <= bytes + length; packet += TS_BYTES) {
        int pid = ts_pid(packet), counter = packet[3] & 0x0f;
        check->ts_packets++;
        if (packet[0] != 0x47) { check->continuity_errors++; continue; }
        if (pid == 0x1fff) continue;
        if (packet[3] & 0x10) {
            if (check->last_counter[pid] >= 0 && ((check->last_counter[pid] + 1) & 0x0f) != counter) check->continuity_errors++;
            check->last_counter[pid] = counter;
        }
        if (pid == 0 || pid == check->program.pmt_pid) ts_program_learn(&check->program, packet);
        int video = pid == check->program.video_pid, audio = pid == check->program.audio_pid;
        if (!video && !audio) continue;
        if (video || check->program.video_pid < 0) {
            if (ts_starts_unit(packet)) {
                if (check->picture_pts >= 0 && check->on_picture) check->on_picture(check->context, check->picture_pts, check->picture_us);
                int at = ts_payload_offset(packet);
                check->picture_pts = at + 14 < TS_BYTES ? pes_timestamp(packet + at + 9) : -1;
            }
            if (ts_payload_offset(packet) < TS_BYTES) check->picture_us = now_us;
        }
        if (!check->check_units) continue;
        if (ts_starts_unit(packet)) end_pes(check, video);
        pes_take(video ? &check->video : &check->audio, packet);
    }
}

void ts_check_end(ts_check *check)
{
    /* The units that were open at the end may be cut: the caller compares the last complete ones' times. */
    free(check->video.bytes);
    free(check->audio.bytes);
}
