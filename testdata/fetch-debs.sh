#!/bin/sh
# Fetches the packages of testdata/deb/ anew with this machine's apt (Debian 12, main and security).
# A version that the archive no longer has is reported and the file that is here is kept.
set -eu
cd "$(dirname "$0")"
mkdir -p deb
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missing=0
for package in \
  architecture-properties=0.1.1 \
  debugbreak=1.0-1+b1 \
  libfxdiv-dev=0.0~git20200417.b408327-3 \
  libjs-inherits=2.0.4-6 \
  libjs-jquery-mousewheel=1:3.1.13-5 \
  libpsimd-dev=0.0~git20200517.072586a-2 \
  libpthread-stubs0-dev=0.4-1 \
  librust-try-lock-dev=0.2.2-2 \
  librust-void-dev=1.0.2-1+b1 \
  libtllist-dev=1.1.0-1 \
  node-brotli-size=4.0.0-3 \
  node-duplexer=0.1.2-1 \
  node-end-of-stream=1.4.4+~1.4.1-1 \
  node-inflight=1.0.6-2 \
  node-inherits=2.0.4-6 \
  node-jsonify=0.0.1-1 \
  node-once=1.4.0-7 \
  node-pump=3.0.0-5 \
  node-randombytes=2.1.0+~2.0.0-2 \
  node-safe-buffer=5.2.1+~cs2.1.2-3 \
  node-shell-quote=1.7.4+~1.7.1-1+deb12u1 \
  node-shell-quote=1.7.4+~1.7.1-1+deb12u2 \
  node-wrappy=1.0.2-3 \
  opencl-c-headers=3.0~2023.02.06-1 \
  opencl-clhpp-headers=3.0~2023.02.06-1 \
  opencl-headers=3.0~2023.02.06-1 \
  ros-actionlib-msgs=1.13.1-1 \
  ros-std-msgs=0.5.13-2 \
  ruby-jwt=2.5.0-1 \
  ruby-jwt=2.5.0-1+deb12u1
do
  if ! (cd "$work" && apt-get -q download "$package" >log 2>&1); then
    echo "not to be had any more: $package" >&2
    missing=1
  fi
done
# Pools leave the epoch out of the file name; apt writes it as N%3a.
for file in "$work"/*.deb; do
  [ -e "$file" ] || continue
  name=$(basename "$file" | sed 's/_[0-9]*%3a/_/')
  cp "$file" "deb/$name"
done
exit $missing
