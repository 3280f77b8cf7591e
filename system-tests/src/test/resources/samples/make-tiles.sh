#!/usr/bin/env bash
# Makes the samples of H.265 with tiles. Debian has no encoder of tiles, so they are kept here; needs kvazaar 2.3
# (https://github.com/ultravideo/kvazaar) and ffmpeg.
set -euo pipefail
cd "$(dirname "$0")"

# kvazaar writes no times: the order in which a decoder shows the pictures tells them. In 90 kHz for setts.
presentation() {
    ffprobe -v error -show_entries frame=pkt_pos -of csv=p=0 "$1" | tr -d ',' | grep . | awk '{ print $1, NR - 1 }' | sort -n |
        awk '{ printf("%seq(N\\,%d)*%d", (NR > 1 ? "+" : ""), NR - 1, $2) }'
}

sample() { # name seed options of kvazaar
    local name=$1 seed=$2
    shift 2
    ffmpeg -v error -y -f lavfi -i "testsrc2=size=208x200:rate=25,noise=alls=10:allf=t:all_seed=$seed" -frames:v 34 -pix_fmt yuv420p "$name.yuv"
    "${KVAZAAR:-kvazaar}" -i "$name.yuv" --input-res 208x200 --input-fps 25 --period 16 --vps-period 1 --gop 8 --no-open-gop --qp 38 \
        --threads 0 "$@" -o "$name.hevc" 2>/dev/null
    ffmpeg -v error -y -framerate 25 -i "$name.hevc" -c copy \
        -bsf:v "setts=dts=3600*N:pts=3600*(4+$(presentation "$name.hevc"))" -f mpegts "$name.ts"
    rm "$name.yuv" "$name.hevc"
}

for seed in 1 2; do
    sample "tiles-even-$seed" $seed --tiles 2x2
    sample "tiles-slices-$seed" $seed --tiles 3x2 --slices tiles
    sample "tiles-odd-$seed" $seed --tiles-width-split 64 --tiles-height-split 64,192
done
