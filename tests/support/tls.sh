# shellcheck shell=bash
# tls.sh: authorities, certificates and nginx with TLS, for tests that have read lib.sh. Nothing of it
# outlives the test.

FETCH_ONE=${FETCH_ONE:-$ROOT/build/release/tests/fetch_one}

# make_authority NAME: $TMP/NAME.pem and its key.
make_authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$TMP/$1.key" -out "$TMP/$1.pem" \
        -subj "/CN=Authority $1" -days 30 2>"$TMP/openssl" || fail "openssl: $(cat "$TMP/openssl")"
}

# make_certificate NAME AUTHORITY DAYS SUBJECT-ALT-NAME...: $TMP/NAME.pem and its key; AUTHORITY "-"
# signs it with its own key.
make_certificate() {
    local name=$1 authority=$2 days=$3 names
    names=$(IFS=, && echo "${*:4}")
    local sign=(-CA "$TMP/$authority.pem" -CAkey "$TMP/$authority.key" -CAcreateserial)
    [ "$authority" != - ] || sign=(-signkey "$TMP/$name.key")
    {
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$TMP/$name.key" -out "$TMP/$name.csr" \
            -subj "/CN=$name" -addext "subjectAltName=$names" &&
            openssl x509 -req -in "$TMP/$name.csr" "${sign[@]}" -days "$days" -copy_extensions copy -out "$TMP/$name.pem"
    } 2>"$TMP/openssl" >&2 || fail "openssl: $(cat "$TMP/openssl")"
}

# serve_tls NAME FOLDER [LISTEN-WORDS [LINES]]: serves FOLDER with the certificate $TMP/NAME.pem. Sets
# $TLS_PORT, and what serve sets.
serve_tls() {
    local folder
    folder=$(mktemp -d "$TMP/tls.XXXXXX")
    TLS_PORT=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cp -R "$2/." "$folder"
    chmod 755 "$folder" # nginx's workers are another user where it is started by root
    cat >"$folder/nginx.conf" <<CONF
listen 127.0.0.1:$TLS_PORT ssl ${3:-};
ssl_certificate $TMP/$1.pem;
ssl_certificate_key $TMP/$1.key;
${4:-ssl_protocols TLSv1.2 TLSv1.3;}
CONF
    serve "$folder"
}

# fetch_tls OPTION... URL
fetch_tls() {
    run "$FETCH_ONE" --allow-net "localhost:$TLS_PORT" --allow-net "127.0.0.1:$TLS_PORT" "$@"
    expect_status 0
}
