#!/bin/sh
# Builds everything and runs all tests. The last line is "N passed, N failed" (", N skipped" where some were).
root=$(dirname -- "$(readlink -f -- "$0")")
log=$root/artifacts/test.log

"$root/build.sh" || exit 1
dotnet test "$root/Airlock.slnx" -c Release -nologo -v quiet --disable-build-servers \
    --logger "console;verbosity=normal" "$@" >"$log" 2>&1
status=$?

# Failures in full, then one line a project, then the sum.
grep -E -A 30 '^ *(Failed|  Failed) |\[FAIL\]|error [A-Z]+[0-9]+:' "$log" | head -400
awk -v status="$status" '
    /^Test Run (Successful|Failed|Aborted)/ { next }
    /^ *Passed: [0-9]+/  { passed += $2 }
    /^ *Failed: [0-9]+/  { failed += $2 }
    /^ *Skipped: [0-9]+/ { skipped += $2 }
    END {
        # A test project that doesn'"'"'t build has no tests that could fail.
        if (status && !failed) failed = 1
        printf "%d passed, %d failed", passed, failed
        if (skipped) printf ", %d skipped", skipped
        printf "\n"
        exit passed == 0
    }' "$log" || { [ "$status" -ne 0 ] || status=1; tail -50 "$log" >&2; }
exit "$status"
