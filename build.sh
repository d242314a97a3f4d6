#!/bin/sh
# Publishes the airlock program and its guests into artifacts/airlock. Quiet unless something is wrong.
root=$(dirname -- "$(readlink -f -- "$0")")
output=$root/artifacts/airlock

need() { # COMMAND INSTALL-HINT
    command -v "$1" >/dev/null 2>&1 || {
        echo "airlock: '$1' is missing. Install it with: $2" >&2
        exit 1
    }
}
need dotnet "https://dotnet.microsoft.com/download (.NET SDK 10)"
need gcc "apt-get install gcc"
need ld "apt-get install binutils"
need objcopy "apt-get install binutils"

# One build at a time: several may be started at once on a fresh clone.
mkdir -p "$root/artifacts"
exec 9>"$root/artifacts/.build.lock"
command -v flock >/dev/null 2>&1 && flock 9

log=$root/artifacts/build.log
echo "airlock: building (once; takes about a minute) ..." >&2
attempt=1
until dotnet publish "$root/src/Airlock.Cli/Airlock.Cli.csproj" -c Release -o "$output" -nologo -v quiet \
    --disable-build-servers >"$log" 2>&1 9>&-; do
    # A package feed now and then refuses a first request and answers the second.
    if [ "$attempt" -ge 3 ] || ! grep -q "error NU1" "$log"; then
        cat "$log" >&2
        echo "airlock: the build failed; the lines above say why." >&2
        exit 1
    fi
    attempt=$((attempt + 1))
done
touch "$output/airlock"
