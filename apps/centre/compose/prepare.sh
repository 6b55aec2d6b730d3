#!/bin/sh
# sh prepare.sh FOLDER: what compose.yaml mounts: configurations, keys, certificates for a trial, the proxy's file. What is there
# stays as it is. From the environment: HOST (localhost), S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET_KEY.
# Exit codes: 0 done, 1 failed, 2 called wrongly.
set -eu
[ $# -eq 1 ] || { echo "sh prepare.sh FOLDER" >&2; exit 2; }
for name in S3_ENDPOINT S3_BUCKET S3_ACCESS_KEY S3_SECRET_KEY; do
  eval "value=\${$name:-}"
  [ -n "$value" ] || { echo "$name is not set" >&2; exit 2; }
done
command -v openssl >/dev/null || { echo "openssl is not installed: it makes the keys" >&2; exit 1; }
host="${HOST:-localhost}"
umask 077
mkdir -p "$1"
cd "$1"
mkdir -p centre/tls haproxy

if [ ! -e centre/tls/server.pem ]; then
  # For a trial: an authority of its own, that browsers are to be told of. Put certificates of yours in their place.
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=ePACS trial" \
    -keyout authority-key.pem -out authority.pem 2>/dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$host" \
    -keyout centre/tls/server-key.pem -out server.csr 2>/dev/null
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "$host" > server.ext
  openssl x509 -req -in server.csr -CA authority.pem -CAkey authority-key.pem -CAcreateserial -days 90 \
    -extfile server.ext -out centre/tls/server.pem 2>/dev/null
  rm server.csr server.ext
fi
# Whole or not at all: what is there stays, an empty one too.
secret() {
  [ -e "$1" ] || { openssl rand "$2" "$3" > "$1.new" && mv "$1.new" "$1"; }
}
secret centre/seal -base64 48
secret database-password -hex 24
[ -e centre/s3-credentials ] ||
  printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' "$S3_ACCESS_KEY" "$S3_SECRET_KEY" \
    > centre/s3-credentials
# The first people: docs/configuration.md, "The bootstrap file".
[ -e centre/bootstrap.json ] || echo '{}' > centre/bootstrap.json

for number in 1 2 3; do
  [ ! -e "centre/centre$number.json" ] || continue
  cat > "centre/centre$number.json" <<CONFIG
{
  "dataFolder": "/var/lib/epacs-centre/data",
  "portal": {
    "host": "127.0.0.1", "port": 1${number}443, "publicUrl": "https://$host",
    "tls": { "certFile": "tls/server.pem", "keyFile": "tls/server-key.pem" },
    "folder": "/usr/lib/epacs-centre/apps/portal/dist"
  },
  "certificateEntrance": { "host": "127.0.0.1", "port": 1${number}444, "publicUrl": "https://$host:8444" },
  "dicom": { "host": "127.0.0.1", "tlsPort": 1${number}762 },
  "database": { "url": "postgres://epacs:$(cat database-password)@127.0.0.1/epacs" },
  "packages": { "s3": { "endpoint": "$S3_ENDPOINT", "bucket": "$S3_BUCKET", "credentialsFile": "s3-credentials" } },
  "keys": { "sealFile": "seal" },
  "bootstrapFile": "bootstrap.json",
  "metrics": { "port": 1${number}464 },
  "stopping": { "noticeSeconds": 10, "transferSeconds": 120 }
}
CONFIG
done

# TLS comes through untouched: each process shows the certificate itself, and asks people for theirs.
entrance() {
  printf '\nlisten %s\n  bind :%s\n  balance %s\n  option httpchk GET /readyz\n' "$1" "$2" "$4"
  for number in 1 2 3; do
    printf '  server centre%s 127.0.0.1:1%s%s check port 1%s464 inter 2s fall 2 rise 2\n' "$number" "$number" "$3" "$number"
  done
}
if [ ! -e haproxy/haproxy.cfg ]; then
  {
    printf 'defaults\n  mode tcp\n  option redispatch\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h\n  timeout check 10s\n'
    entrance portal 8443 443 leastconn
    entrance certificates 8444 444 leastconn
    entrance dicom 2762 762 source
  } > haproxy/haproxy.cfg
fi
# As the users of the images: 10001 of the centre, 99 of HAProxy, 999 of PostgreSQL.
if [ "$(id -u)" = 0 ]; then
  chown -R 10001:10001 centre
  chown -R 99:99 haproxy
  chown 999:999 database-password
fi
chmod 0711 .
echo "Ready: EPACS_FOLDER=$PWD podman-compose -f compose.yaml up"
