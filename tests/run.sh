#!/bin/bash
# Runs built test projects one after the other, and never for ever: tests/run.sh FOLDER PROJECT... -- [OPTION...]
# The options go to dotnet test. FOLDER gets of each project NAME.log, NAME.trx with its results, and NAME.status with
# dotnet test's exit status or words for what was wrong before that; Airlock.TestReport reads them.
set -u
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
folder=$1
shift
projects=()
while [ "$1" != -- ]; do projects+=("$1"); shift; done
shift

# A test may take that long, and a project that many seconds.
hang=6m limit=3000
mkdir -p "$folder"
for name in "${projects[@]}"; do
    began=$SECONDS
    timeout -k 20 "$limit" dotnet test "$root/artifacts/bin/$name/release/$name.dll" \
        --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" --results-directory "$folder" \
        --blame-hang-timeout "$hang" --blame-hang-dump-type none "$@" </dev/null >"$folder/$name.log" 2>&1
    status=$?
    rm -rf "$folder"/*/ # dumps of what hung
    echo "$status" >"$folder/$name.status"
    printf '%s: %s tests in %s s%s\n' "$name" "$(grep -cE '^  (Passed|Failed|Skipped) ' "$folder/$name.log")" \
        $((SECONDS - began)) "$([ "$status" = 0 ] || echo ", exit code $status")"
done
