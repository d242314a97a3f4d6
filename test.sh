#!/bin/bash
# Builds everything and runs all tests; what needs a /dev/kvm runs in an emulated machine where there is none, if QEMU and
# a kernel are here (tests/kvm.sh). Before the last line stands a line for each reason that tests were skipped for; the last
# line is "N passed, N failed" (", N skipped" where some were).
#
# Options, such as --filter EXPRESSION, go to dotnet test. With CI set, a skip that tests/accepted-skips.txt doesn't name
# ends it with 1. NO_EMULATION=1 leaves the emulated machine out. Results and logs stay in artifacts/tests.
set -u
root=$(dirname -- "$(readlink -f -- "$0")")
results=$root/artifacts/tests

# The normal run is on the machine that every host has; a second one, on KVM, leaves out what has nothing to do with the
# machine.
machine=process

give_up() { echo "$1" >&2; echo "0 passed, 1 failed"; exit 1; }

# The filter that was given, and the options without it: the second run needs one of its own beside it.
filter= options=()
while [ $# -gt 0 ]; do
    case $1 in
        --filter) filter=${2:-}; shift ;;
        --filter=*) filter=${1#*=} ;;
        *) options+=("$1") ;;
    esac
    shift
done
filtered() { # EXPRESSION: both have to hold
    local both=$filter${filter:+${1:+&}}$1
    [ -z "$filter" ] || [ -z "$1" ] || both="($filter)&($1)"
    [ -z "$both" ] || printf '%s\n' --filter "$both"
}

# Projects that don't compile are found one by one only if something doesn't.
build() {
    dotnet build "$root/Airlock.slnx" -c Release -nologo -v quiet --disable-build-servers >"$results/build.log" 2>&1 && return
    local name built=()
    for name in "${projects[@]}"; do
        if dotnet build "$root/tests/$name" -c Release -nologo -v quiet --disable-build-servers >"$first/$name.log" 2>&1; then
            built+=("$name")
        else
            echo "it doesn't compile" >"$first/$name.status"
        fi
    done
    if [ ${#built[@]} = ${#projects[@]} ]; then
        cp "$results/build.log" "$first/Airlock.log"
        echo "something beside the tests doesn't compile" >"$first/Airlock.status"
    fi
    projects=("${built[@]}")
}

on_kvm() {
    local run=("$root/tests/run.sh" "$second") words name
    for name in "${projects[@]}"; do
        case $name in
            Airlock.Kvm.Tests | Airlock.Hypervisor.Kvm.Tests | Airlock.Vmm.Tests | Airlock.EndToEnd.Tests) run+=("$name") ;;
        esac
    done
    local expression='(FullyQualifiedName!~Airlock.Vmm.Tests|Needs=kvm)&(FullyQualifiedName!~Airlock.Hypervisor.Kvm.Tests|Needs=kvm)'
    [ -z "$machine" ] || expression="$expression&Concerns!=files"
    mapfile -t words < <(filtered "$expression")
    run+=(-- "${options[@]}" "${words[@]}")
    if [ -e /dev/kvm ]; then
        [ -z "$machine" ] || { echo "On KVM:"; AIRLOCK_TEST_MACHINE=kvm "${run[@]}"; }
    elif [ -n "${NO_EMULATION:-}" ] || ! "$root/tests/kvm.sh" --check; then
        echo "Nothing runs on KVM."
    else
        echo "On KVM, in an emulated machine (about 15 minutes):"
        mkdir -p "$second"
        AIRLOCK_TEST_MACHINE=${machine:+kvm} "$root/tests/kvm.sh" -o "$second" "${run[@]}"
        local status=$?
        [ "$status" = 0 ] && return
        echo "the emulated machine ended with $status; the last that ran in it:" >"$second/emulator.status"
        cp "$(ls -t "$second"/*.log "$results/build.log" 2>/dev/null | head -n 1)" "$second/emulator.log"
    fi
}

first=$results/${machine:-host} second=$results/kvm
rm -rf "$results" && mkdir -p "$first" || exit 1
mapfile -t projects < <(cd "$root/tests" && ls -d ./*.Tests | cut -c 3-)

"$root/build.sh" || give_up "The program doesn't build."
dotnet build "$root/tests/Airlock.TestReport" -c Release -nologo -v quiet --disable-build-servers >"$results/report.log" 2>&1 \
    || { cat "$results/report.log" >&2; give_up "The test report doesn't build."; }
build
mapfile -t words < <(filtered '')
AIRLOCK_TEST_MACHINE=$machine "$root/tests/run.sh" "$first" "${projects[@]}" -- "${options[@]}" "${words[@]}"
on_kvm

folders=("$first")
[ ! -d "$second" ] || folders+=("$second")
exec dotnet "$root/artifacts/bin/Airlock.TestReport/release/Airlock.TestReport.dll" ${CI:+--strict} \
    "$root/tests/accepted-skips.txt" "${folders[@]}"
