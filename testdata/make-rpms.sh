#!/usr/bin/env bash
# Remakes testdata/rpm: packages what the debs of testdata/deb install as rpms, with their dependencies, and builds one
# package that uses every kind of relation. Needs rpmbuild (Debian's package rpm) and dpkg-deb. The same rpmbuild gives the
# same bytes.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1704067200 LC_ALL=C TZ=UTC
rm -rf rpm
mkdir rpm

build() { # SPEC PAYLOAD [rpmbuild options]: builds what the spec says into rpm/
  local spec=$1 payload=$2
  shift 2
  rpmbuild --quiet --nodeps "$@" \
    --define "_topdir $work/top" --define "_rpmdir $work/out" --define "_srcrpmdir $work/out" \
    --define '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' \
    --define "_binary_payload $payload" --define "_source_payload $payload" \
    --define '_buildhost builder.example' --define 'use_source_date_epoch_as_buildtime 1' \
    --define 'clamp_mtime_to_source_date_epoch 1' --define '__os_install_post %{nil}' \
    --define '_build_id_links none' "$spec" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  cp "$work"/out/*.rpm rpm/
  rm -rf "$work/out"
}

field() { dpkg-deb -f "$1" "$2"; }

convert() { # DEB PAYLOAD LICENCE
  local deb=deb/$1 payload=$2 licence=$3
  local name version arch spec=$work/package.spec root=$work/root
  name=$(field "$deb" Package)
  version=$(field "$deb" Version)
  arch=$(field "$deb" Architecture)
  arch=${arch/all/noarch}
  arch=${arch/amd64/x86_64}
  rm -rf "$root"
  dpkg-deb -x "$deb" "$root"
  {
    echo "Name: $name"
    echo "Version: ${version%-*}"
    echo "Release: ${version##*-}"
    echo "Summary: $(field "$deb" Description | head -n 1)"
    echo "License: $licence"
    echo "Vendor: Edos Tests"
    echo "Group: $(field "$deb" Section)"
    field "$deb" Homepage | sed -n 's/^./URL: &/p'
    echo "AutoReqProv: no"
    field "$deb" Depends | tr ',' '\n' | sed -E 's/^ +//; s/[()]//g; s/ <</ </; s/^(.+)$/Requires: \1/' | grep Requires || true
    field "$deb" Provides | tr ',' '\n' | sed -E 's/^ +//; s/[()]//g; s/^(.+)$/Provides: \1/' | grep Provides || true
    printf '%%description\n%s\n' "$(field "$deb" Description | tail -n +2 | sed 's/^ //; s/^\.$//')"
    echo "%install"
    echo "cp -a $root/. %{buildroot}/"
    echo "%files"
    (cd "$root" && find . -type f -o -type l) | sed 's/^\.\(.*\)$/"\1"/' | sort
  } > "$spec"
  build "$spec" "$payload" -bb --target "$arch"
}

convert node-wrappy_1.0.2-3_all.deb w9.gzdio ISC
convert node-once_1.4.0-7_all.deb w7.xzdio 'BSD-2-Clause AND ISC'
convert 'node-end-of-stream_1.4.4+~1.4.1-1_all.deb' w19.zstdio MIT
convert node-pump_3.0.0-5_all.deb w9.bzdio MIT
convert node-jsonify_0.0.1-1_all.deb w19.zstdio public-domain
convert 'node-shell-quote_1.7.4+~1.7.1-1+deb12u1_all.deb' w19.zstdio MIT
convert 'node-shell-quote_1.7.4+~1.7.1-1+deb12u2_all.deb' w19.zstdio MIT
convert ros-std-msgs_0.5.13-2_all.deb w19.zstdio BSD-3-Clause
convert ros-actionlib-msgs_1.13.1-1_all.deb w19.zstdio BSD-3-Clause
convert debugbreak_1.0-1+b1_amd64.deb w7.xzdio BSD-2-Clause
convert libpthread-stubs0-dev_0.4-1_amd64.deb w9.gzdio MIT

mkdir -p "$work/top/SOURCES"
echo 'Every kind of relation in one package.' > "$work/top/SOURCES/every-relation.txt"
cat > "$work/every-relation.spec" <<'SPEC'
Name: every-relation
Epoch: 1
Version: 2.0~rc1
Release: 3
Summary: Every kind of relation in one package <&>
License: Apache-2.0
Packager: Edos Tests <tests@edos.example>
BuildArch: noarch
Source0: every-relation.txt
Requires: node-wrappy >= 1.0
Requires: (node-once if node-pump)
Requires(pre): node-jsonify
Recommends: ros-std-msgs
Suggests: node-pump = 3.0.0-5
Supplements: debugbreak
Enhances: node-shell-quote > 1.0
Conflicts: never-there < 0:4
Obsoletes: older-relation <= 1:1-1
Provides: virtual-relation = 1:7
%description
One package with
an epoch, an empty folder and a ghost.
%install
install -D -m 644 "$RPM_SOURCE_DIR/every-relation.txt" "$RPM_BUILD_ROOT"/etc/every-relation.conf
mkdir -p "$RPM_BUILD_ROOT"/usr/share/every-relation "$RPM_BUILD_ROOT"/var/log
install -D -m 755 "$RPM_SOURCE_DIR/every-relation.txt" "$RPM_BUILD_ROOT"/usr/bin/every-relation
touch "$RPM_BUILD_ROOT"/var/log/every-relation.log
%files
%config /etc/every-relation.conf
/usr/bin/every-relation
%dir /usr/share/every-relation
%ghost /var/log/every-relation.log
SPEC
touch -d "@$SOURCE_DATE_EPOCH" "$work/every-relation.spec" "$work/top/SOURCES/every-relation.txt"
build "$work/every-relation.spec" w19.zstdio -ba
ls -l rpm
