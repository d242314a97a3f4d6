#!/bin/bash
# Copies without end: random sizes, holes, options, faults of the disk, signals and kills, each followed by a comparison
# byte by byte. Stops at the first thing that is wrong, and keeps its files.
#
#   tests/soak.sh [MINUTES] [SEED]       10 minutes by default; a seed makes the same choices again
#
# SOAK_FOLDER says where the files go ($TMPDIR by default), AIRLOCK_PROGRAM which program is tried (the checkout's).
# The last lines sum up what was done.
set -u
minutes=${1:-10}
seed=${2:-$$}
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
airlock=${AIRLOCK_PROGRAM:-$root/artifacts/airlock/airlock}
[ -x "$airlock" ] || { echo "soak: run ./build.sh first" >&2; exit 2; }
folder=$(mktemp -d -p "${SOAK_FOLDER:-${TMPDIR:-/tmp}}" soak-XXXXXX) || exit 2
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
mkdir "$folder/disk"
input=$folder/disk/in.img output=$folder/disk/out.img old=$folder/old.img pool=$folder/pool faults=$folder/faults.so
gcc -shared -fPIC -O2 -o "$faults" "$root/tests/Airlock.EndToEnd.Tests/Faults/faults.c" -ldl || exit 2
head -c 64M /dev/urandom >"$pool"

RANDOM=$seed
runs=0 bytes=0 succeeded=0 failed=0 kills=0 killed=0 interrupts=0 interrupted=0 faulted=0 instants=0
known=$("$airlock" copy --help)

# $n is a random number from 0 to below $1; a subshell would draw the same numbers again.
below() { n=$(((RANDOM << 30 | RANDOM << 15 | RANDOM) % $1)); }
one_of() { below $#; shift "$n"; chosen=$1; }

choose_size() {
    one_of tiny sectors small small medium medium medium large
    case $chosen in
        tiny) below 1025 ;;
        sectors) below 300; n=$((n * 512)) ;;
        small) below $((1 << 20)) ;;
        medium) below $((16 << 20)) ;;
        large) below $((200 << 20)) ;;
    esac
    size=$n
}

# Data all over, or some pieces of it between holes.
write_input() {
    rm -f "$input"
    truncate -s "$size" "$input"
    below 4
    if [ "$n" != 0 ]; then
        for ((at = 0; at < size; at += 64 << 20)); do
            piece=$((size - at < 64 << 20 ? size - at : 64 << 20))
            dd if="$pool" of="$input" bs=1M iflag=count_bytes count="$piece" oflag=seek_bytes seek="$at" conv=notrunc status=none
        done
    elif [ "$size" -gt 0 ]; then
        for piece in 1 2 3 4 5 6; do
            below "$size"
            at=$n
            below $((size - at < 1 << 20 ? size - at : 1 << 20))
            dd if="$pool" of="$input" bs=1M iflag=count_bytes,skip_bytes skip="$at" count="$n" oflag=seek_bytes seek="$at" conv=notrunc status=none
        done
    fi
}

write_old_output() {
    rm -f "$output" "$old"
    below 3
    if [ "$n" != 0 ]; then
        below 100000
        head -c "$n" "$pool" >"$old"
        cp "$old" "$output"
    fi
}

choose_options() {
    options=()
    one_of 0 0 0 1; [ "$chosen" = 0 ] || { one_of 512 4096 3584 65536 1M 64M; options+=(--chunk-size "$chosen"); }
    # The smallest requests and marks only for small files, so that many runs fit into the time.
    [ "$size" -lt 4000000 ] || options=()
    one_of 0 0 1; [ "$chosen" = 0 ] || { one_of 1 7 100 100000; [ "$size" -ge 4000000 ] || options+=(--progress-step "$chosen"); }
    one_of 0 1; [ "$chosen" = 0 ] || { one_of shared console serial serial-plain; options+=(--transport "$chosen"); }
    one_of 0 0 1; [ "$chosen" = 0 ] || { one_of protobuf text none; options+=(--messages "$chosen"); }
    one_of 0 0 1; [ "$chosen" = 0 ] || { one_of 8M 16M 64M 256M; options+=(--memory "$chosen"); }
    one_of 0 0 0 1; [ "$chosen" = 0 ] || options+=(--json)
    one_of 0 0 0 1; [ "$chosen" = 0 ] || options+=(--verbose)
    one_of 0 1; [[ $chosen = 0 || $known != *--sparse* ]] || { one_of auto always never; options+=(--sparse "$chosen"); }
    # Direct I/O is refused for chunks that aren't whole pages.
    one_of 0 0 0 1; [[ $chosen = 0 || $known != *--direct* || " ${options[*]} " =~ \ (512|3584)\  ]] || options+=(--direct)
}

# What happens to the run: nothing, a fault of the disk, a signal.
choose_event() {
    one_of none none none fault fault kill kill interrupt
    event=$chosen
    environment=()
    case $event in
        fault)
            one_of read write read write pread pwrite preadv pwritev fsync fdatasync ftruncate linkat renameat tmpfile fallocate; call=$chosen
            one_of 5 28 122 27 30 4 0 95; number=$chosen
            case $call in *read* | *write*) ;; *) [ "$number" != 0 ] || number=5 ;; esac
            one_of 1 1 2 3 5 20; at=$chosen
            one_of 1 1 2 1000000; count=$chosen
            [[ $count != 1000000 || $number != 4 ]] || count=3
            environment=(LD_PRELOAD="$faults" LD_FAULT_LENGTH="$size" LD_FAULT_CALL="$call" LD_FAULT_AT="$at" LD_FAULT_COUNT="$count" LD_FAULT_ERRNO="$number")
            ;;
    esac
    below 60
    delay=0.0$((n + 10))
}

run() {
    env --default-signal=INT,TERM "${environment[@]}" "$airlock" copy --stall-timeout 60 "${options[@]}" "$input" "$output" \
        >"$folder/output" 2>"$folder/error" &
    local program=$! children
    case $event in
        kill)
            sleep "$delay"
            children=$(cat "/proc/$program/task/$program/children" 2>/dev/null)
            kill -KILL "$program" 2>/dev/null && kills=$((kills + 1))
            ;;
        interrupt)
            sleep "$delay"
            kill -INT "$program" 2>/dev/null && interrupts=$((interrupts + 1))
            ;;
    esac
    wait "$program" 2>/dev/null
    code=$?
    # A process of its own that did the work goes with it.
    for child in ${children:-}; do
        for ((i = 0; i < 500; i++)); do [ -e "/proc/$child/fd" ] || break; sleep 0.01; done
        [ ! -e "/proc/$child/fd" ] || wrong "process $child is still there"
    done
}

wrong() {
    echo "soak: WRONG in run $runs, seed $seed: $1" >&2
    echo "soak: ${environment[*]} airlock copy ${options[*]} ($size bytes), event $event, exit code $code" >&2
    tail -5 "$folder/error" >&2
    trap - EXIT
    echo "soak: the files are in $folder" >&2
    exit 1
}

is_old() { if [ -e "$old" ]; then cmp -s "$old" "$output"; else [ ! -e "$output" ]; fi; }
is_new() { cmp -s "$input" "$output"; }

check() {
    case $event:$code in
        *:0) is_new || wrong "success, but the output isn't the input"; succeeded=$((succeeded + 1)); bytes=$((bytes + size)) ;;
        fault:1) is_old || is_new || wrong "neither the old output nor the new one"; faulted=$((faulted + 1)) ;;
        fault:2) is_old && [[ $call =~ ^(tmpfile|linkat|renameat)$ ]] || wrong "refused, but not for its folder"; faulted=$((faulted + 1)) ;;
        kill:137) is_old || is_new || wrong "neither the old output nor the new one"; killed=$((killed + 1)) ;;
        interrupt:130) is_old || wrong "an interrupt changed the output"; interrupted=$((interrupted + 1)) ;;
        *) wrong "an exit code that wasn't to be expected" ;;
    esac
    # A kill may come in the instant in which something has a hidden name, which is rare.
    if [ "$event" = kill ] && ls -A "$folder/disk" | grep -q '^\.airlock-'; then
        instants=$((instants + 1))
        [ "$instants" -le $((1 + kills / 20)) ] || wrong "hidden names are left too often"
        rm -rf "$folder"/disk/.airlock-*
    fi
    names=$(ls -A "$folder/disk")
    [ "$names" = in.img ] || [ "$names" = $'in.img\nout.img' ] || wrong "something was left behind: $names"
}

SECONDS=0
while [ $SECONDS -lt $((minutes * 60)) ]; do
    runs=$((runs + 1))
    choose_size
    write_input
    write_old_output
    choose_options
    choose_event
    run
    check
done

echo "seed $seed, $minutes minutes: $runs runs"
echo "$succeeded copies complete, $bytes bytes compared, 0 lost"
echo "$faulted runs ended by a fault of the disk, $killed by SIGKILL ($kills sent), $interrupted by SIGINT ($interrupts sent)"
