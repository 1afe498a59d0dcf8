#!/usr/bin/env bash
# build.sh [--debs]: builds what run.sh needs on a machine with a GPU and
# without Go, into .gpu-lane beside this script: the program, the test binaries,
# run.sh, and the commit they are of. With --debs also the Debian packages of
# the GL loader, for a machine that cannot fetch them. Copy the folder there and
# start run.sh in it.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
lane=$here/.gpu-lane
cd "$here/../.."

debs=
case ${1-} in
--debs) debs=yes ;;
'') ;;
*)
	echo "usage: build.sh [--debs]" >&2
	exit 2
	;;
esac

rm -rf "$lane"
mkdir -p "$lane"
export CGO_ENABLED=1
go build -trimpath -tags egl -o "$lane/engine-gpu" ./cmd/engine-gpu
go test -c -trimpath -tags egl -o "$lane/gpu.test" ./gpu
go test -c -trimpath -tags egl -o "$lane/glc.test" ./gpu/glc
go test -c -trimpath -tags egl -o "$lane/egl.test" ./gpu/egl

commit=$(git rev-parse --short=12 HEAD)
[ -z "$(git status --porcelain -- gpu shaders snn engine cmd recipe)" ] || commit+=+changes
echo "$commit" >"$lane/commit"
cp "$here/run.sh" "$lane/"

if [ -n "$debs" ]; then
	mkdir "$lane/debs"
	(cd "$lane/debs" && apt-get download -qq libegl1 libglvnd0)
fi
du -sh "$lane"
