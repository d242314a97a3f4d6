#!/bin/bash
# What messages cost: a copy with one message every 10 sectors, over each transport in each form, in interleaved rounds.
# Prints a table in Markdown. Ratios are the median of each round's ratio to the run without messages of the same
# transport; everything else is a median.
#
#   bench/transports.sh [SECTORS] [ROUNDS] [TRANSPORT...]     (10000000, 5, shared console)
#
# A byte a trap takes its time: for `serial` and `serial-plain`, take a tenth or a hundredth of the sectors.
# Files lie in BENCH_FOLDER (/dev/shm), twice 512 bytes a sector. They are removed at the end.
set -euo pipefail

root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
sectors=${1:-10000000}
rounds=${2:-5}
shift $(($# < 2 ? $# : 2))
transports=("${@:-shared}")
[ $# -gt 0 ] || transports=(shared console)
program=$root/artifacts/airlock/airlock
[ -x "$program" ] || "$root/build.sh"

folder=$(mktemp -d "${BENCH_FOLDER:-/dev/shm}/airlock-transports.XXXXXX")
trap 'rm -rf -- "$folder"' EXIT
head -c $((sectors * 512)) /dev/urandom >"$folder/in"

# One line a run: transport, form, seconds, seconds of processor, messages, their bytes, traps to user space, and traps
# that the kernel answers for the sake of messages.
run() { # TRANSPORT FORM
    rm -f "$folder/out"
    TIMEFORMAT='%R %U %S'
    { time "$program" copy "$folder/in" "$folder/out" --transport "$1" --messages "$2" --progress-step 10 --stats \
        >"$folder/lines" 2>"$folder/stats"; } 2>"$folder/time"
    counter() { sed -n "s/^ *$1  *\([0-9,]*\) *$/\1/p" "$folder/stats" | tr -d ,; }
    read -r real user system <"$folder/time"
    local kernel
    kernel=$(counter 'port bytes without exit')
    case $1 in shared | console) kernel=$(counter 'message signals') ;; esac
    awk -v user="$user" -v system_="$system" 'BEGIN { printf "%.3f", user + system_ }' >"$folder/cpu"
    echo "$1 $2 $real $(cat "$folder/cpu") $(counter messages) $(counter 'message bytes') $(counter exits) $kernel"
}

for round in $(seq "$rounds"); do
    for transport in "${transports[@]}"; do
        for form in none text protobuf; do
            echo "$transport $form"
        done
    done | shuf | while read -r transport form; do
        echo "$round $(run "$transport" "$form")"
    done
    echo "round $round of $rounds is done" >&2
done >"$folder/runs"

awk '
    function median(list,    values, n, i, j, t) {
        n = split(list, values, " ")
        for (i = 2; i <= n; i++)
            for (j = i; j > 1 && values[j] + 0 < values[j - 1] + 0; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
        return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
    }
    {
        key = $2 " " $3
        if (!(key in seen)) { seen[key] = 1; order[++count] = key }
        seconds[key] = seconds[key] " " $4
        cpu[key] = cpu[key] " " $5
        at[$1, key] = $4
        used[$1, key] = $5
        messages[key] = $6; bytes[key] = $7
        user[key] = user[key] " " $8
        kernel[key] = kernel[key] " " $9
        if ($1 > rounds) rounds = $1
    }
    END {
        print "| transport | form | seconds | ratio to none | processor, s | ratio to none | bytes a message | exits | traps in the kernel a message |"
        print "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
        n = split("shared console serial serial-plain", transport, " ")
        for (i = 1; i <= n; i++) for (f = split("none text protobuf", form, " "); f >= 1; f--) {
            key = transport[i] " " form[4 - f]; none = transport[i] " none"
            if (!(key in seen)) continue
            ratios = ""; cpus = ""
            for (r = 1; r <= rounds; r++) { ratios = ratios " " at[r, key] / at[r, none]; cpus = cpus " " used[r, key] / used[r, none] }
            printf "| `%s` | %s | %.2f | %.3f | %.2f | %.3f | %.1f | %d | %.5f |\n", transport[i], form[4 - f], median(seconds[key]),
                median(ratios), median(cpu[key]), median(cpus), bytes[key] / messages[key], median(user[key]), median(kernel[key]) / messages[key]
        }
    }' "$folder/runs"
