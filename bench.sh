#!/bin/sh
# Measures this checkout beside dd, cp, qemu-img and QEMU, whichever are installed. './bench.sh --help' lists the options.
set -eu
root=$(dirname -- "$(readlink -f -- "$0")")
rivals=$root/artifacts/rivals

build() { # dotnet's words to standard error, for standard output is for results
    dotnet "$@" -c Release -nologo -v quiet -clp:NoSummary --disable-build-servers >&2
}

if [ -z "$(find "$rivals" -newer "$root/Directory.Build.props" -name built 2>/dev/null)" ] ||
    [ -n "$(find "$root/bench/Rivals" -newer "$rivals/built" -print -quit)" ]; then
    build publish "$root/bench/Rivals/Empty/Empty.csproj" -o "$rivals"
    build publish "$root/bench/Rivals/Hello/HelloRival.csproj" -o "$rivals"
    ! command -v gcc >/dev/null || gcc -O2 -o "$rivals/empty-c" "$root/bench/Rivals/empty.c"
    touch "$rivals/built"
fi

build build "$root/bench/Airlock.Bench/Airlock.Bench.csproj"
"$root/airlock" --version >/dev/null
exec "$root/artifacts/bin/Airlock.Bench/release/Airlock.Bench" "$@"
