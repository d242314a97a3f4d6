#!/usr/bin/env bash
# Times airlock beside dd, cp and qemu-img (where installed): whole processes, interleaved, medians, ratios first.
#
#   ./bench.sh [--size BYTES] [--rounds N] [--folder DIR] [--disk DIR] [--only copy|disk|small|startup]
#
# --size    bytes of random data to copy (default 1 GiB)
# --rounds  rounds of each table; in each round every command runs once, in changing order (default 7)
# --folder  a folder in memory, for the tables without a disk (default /dev/shm)
# --disk    a folder on a disk, for the table with one (default the folder for temporary files)
set -euo pipefail
root=$(dirname -- "$(readlink -f -- "$0")")
size=$((1 << 30)) rounds=7 folder=/dev/shm disk=${TMPDIR:-/tmp} only=
while [ $# -gt 0 ]; do
    case $1 in
        --size) size=$2; shift 2 ;;
        --rounds) rounds=$2; shift 2 ;;
        --folder) folder=$2; shift 2 ;;
        --disk) disk=$2; shift 2 ;;
        --only) only=$2; shift 2 ;;
        -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "bench.sh: there is no option '$1'; try --help" >&2; exit 2 ;;
    esac
done

"$root/airlock" --version >/dev/null
airlock=$root/artifacts/airlock/airlock
work=$(mktemp -d "$folder/airlock-bench.XXXXXX")
diskwork=$(mktemp -d "$disk/airlock-bench.XXXXXX")
trap 'rm -rf "$work" "$diskwork"' EXIT

wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }

# Runs each command once a round, in an order that turns, with a fresh output, and prints a table. The first command is
# the rival that ratios are taken to. Arguments: title, output file, then NAME=COMMAND.
compare() {
    local title=$1 output=$2
    shift 2
    local -a commands=("$@")
    local times=$work/times count=$#
    : >"$times"
    for ((round = 0; round < rounds; round++)); do
        for ((i = 0; i < count; i++)); do
            local entry=${commands[(i + round) % count]}
            rm -f "$output"
            [ "${settle:-0}" = 0 ] || sync
            local start=$EPOCHREALTIME
            (eval "exec ${entry#*=}") >/dev/null 2>&1 || { echo "bench.sh: failed: ${entry#*=}" >&2; exit 1; }
            local end=$EPOCHREALTIME
            printf '%d\t%s\t%d\n' "$round" "${entry%%=*}" $((${end/./} - ${start/./})) >>"$times"
        done
    done
    rm -f "$output"
    printf '\n### %s\n\n| command | ratio, median (min to max) | median ms | min to max ms |\n| --- | --- | --- | --- |\n' "$title"
    awk -F'\t' -v first="${commands[0]%%=*}" '
        function sorted(list, n,   i, j, t) {
            for (i = 2; i <= n; i++) for (j = i; j > 1 && list[j - 1] > list[j]; j--) { t = list[j]; list[j] = list[j - 1]; list[j - 1] = t }
        }
        function median(list, n) { return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2 }
        { time[$2, $1] = $3; if (!($2 in seen)) { seen[$2] = 1; names[++count] = $2 }; if ($1 >= rounds) rounds = $1 + 1 }
        END {
            for (k = 1; k <= count; k++) {
                for (r = 0; r < rounds; r++) { ms[r + 1] = time[names[k], r] / 1000; ratio[r + 1] = time[names[k], r] / time[first, r] }
                sorted(ms, rounds); sorted(ratio, rounds)
                printf "| %s | %.2f (%.2f to %.2f) | %.1f | %.1f to %.1f |\n", names[k], median(ratio, rounds), ratio[1], ratio[rounds], median(ms, rounds), ms[1], ms[rounds]
            }
        }' "$times"
}

if wanted startup; then
    head -c 25600 /dev/urandom >"$work/small"
    compare "Start-up: 50 sectors, whole process" "$work/out" \
        "dd=dd if=$work/small of=$work/out bs=1M" \
        "true=/bin/true" \
        "airlock=$airlock copy $work/small $work/out"
    if [ -x /usr/bin/time ]; then
        peak=$(/usr/bin/time -f %M "$airlock" copy "$work/small" "$work/out" 2>&1 >/dev/null)
        printf '\nPeak memory of that copy: %d KiB.\n' "$peak"
    fi
fi

if wanted copy || wanted disk || wanted small; then
    head -c "$size" /dev/urandom >"$work/in"
fi

rivals() { # OUTPUT: the commands that copy $work/in there
    printf '%s\n' "dd=dd if=$work/in of=$1 bs=1M" "cp=cp --sparse=never --reflink=never $work/in $1"
    command -v qemu-img >/dev/null && printf '%s\n' "qemu-img=qemu-img convert -f raw -O raw $work/in $1"
    printf '%s\n' "airlock=$airlock copy $work/in $1"
}

if wanted copy; then
    mapfile -t commands < <(rivals "$work/out")
    compare "Copy in memory: $size bytes, new output" "$work/out" "${commands[@]}"
    if [ -x /usr/bin/time ]; then
        peak=$(/usr/bin/time -f %M "$airlock" copy "$work/in" "$work/out" 2>&1 >/dev/null)
        printf '\nPeak memory of that copy: %d KiB.\n' "$peak"
    fi
fi

if wanted disk; then
    settle=1 compare "Copy to the disk, flushed: $size bytes from memory, new output" "$diskwork/out" \
        "dd (fsync)=dd if=$work/in of=$diskwork/out bs=1M conv=fsync" \
        "airlock=$airlock copy $work/in $diskwork/out"
fi

if wanted small; then
    head -c $((size / 10)) "$work/in" >"$work/tenth"
    compare "Small requests: $((size / 10)) bytes, 512 at a time" "$work/out" \
        "dd (512)=dd if=$work/tenth of=$work/out bs=512" \
        "airlock=$airlock copy --chunk-size 512 $work/tenth $work/out"
fi
