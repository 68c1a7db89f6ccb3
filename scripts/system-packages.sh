#!/bin/sh
# Install what the tests with real PDF producers and a real PostgreSQL need, where that is possible; never fails.
wanted="chromium poppler-utils fonts-hosny-amiri fonts-noto-core fonts-kacst libreoffice-writer-nogui tesseract-ocr tesseract-ocr-ara postgresql"
missing=""
for package in $wanted; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086
  apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1
else
  echo "not installed (needs root):$missing; the tests that need them are skipped"
fi
exit 0
