# shellcheck shell=bash
# serve.sh: nginx on a free port of loopback, for the tests and the demo. Knows nothing of pages. Whoever
# reads it has set $ROOT, the folder of the project, and $TMP, a folder that it may fill; has nginx in
# $PATH (Debian puts it into /usr/sbin); has a function `fail WORDS` that ends the run; and calls
# stop_servers before it ends.
servers=()

stop_servers() {
    local pid
    for pid in ${servers[@]+"${servers[@]}"}; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
    servers=()
}

# listens PORT: where the server listens: on each of $ADDRESSES, or on 127.0.0.1.
listens() {
    local address
    for address in ${ADDRESSES:-127.0.0.1}; do
        echo "        listen $address:$1;"
    done
}

# One location more for a site: files named nginx.conf in its folder are put into its server block.
write_server_config() { # PREFIX FOLDER PORT
    local extra=
    [ ! -f "$2/nginx.conf" ] || extra="include $2/nginx.conf;"
    cat >"$1/server.conf" <<CONF
worker_processes 1;
daemon off;
pid $1/pid;
error_log $1/error.log;
events { worker_connections 256; }
http {
    types {
        text/html html htm;
        text/css css;
        text/plain txt;
        application/json json;
        application/xml xml;
        application/javascript js;
        application/pdf pdf;
        image/png png;
    }
    default_type application/octet-stream;
    charset utf-8;
    log_format requests '\$request_method \$request_uri \$status "\$http_user_agent" \$msec';
    access_log $1/access.log requests;
    client_body_temp_path $1/body;
    proxy_temp_path $1/proxy;
    fastcgi_temp_path $1/fastcgi;
    uwsgi_temp_path $1/uwsgi;
    scgi_temp_path $1/scgi;
    server {
$(listens "$3")
        server_name _;
        root $2;
        absolute_redirect off;
        location = /nginx.conf { return 404; }
        $extra
    }
}
CONF
}

# serve SITE: serves tests/integration/sites/SITE, or the folder SITE, on a free port of loopback.
# Sets $SITE, $PORT, and $ACCESS_LOG, which is also $TMP/access.log; a second server has its own. A
# file nginx.conf in the folder is put into the server block.
serve() {
    local folder=$ROOT/tests/integration/sites/$1 prefix attempt
    [ -d "$folder" ] || folder=$1
    [ -d "$folder" ] || fail "serve: no site $1"
    folder=$(cd "$folder" && pwd)
    command -v nginx >/dev/null || fail "serve: nginx is missing: scripts/setup"
    for attempt in 1 2 3 4 5 6 7 8; do
        prefix=$(mktemp -d "$TMP/server.XXXXXX")
        # Workers of a server started by root are another user: they must be let in.
        chmod 755 "$TMP" "$prefix"
        PORT=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        write_server_config "$prefix" "$folder" "$PORT"
        nginx_as_user "$prefix" &
        servers+=($!)
        if wait_for_server "$!" "$prefix"; then
            # shellcheck disable=SC2034 # for the test
            SITE=http://127.0.0.1:$PORT SITE_ADDRESS=127.0.0.1:$PORT
            ACCESS_LOG=$prefix/access.log
            ln -sf "$ACCESS_LOG" "$TMP/access.log"
            return 0
        fi
    done
    fail "serve: no server after $attempt attempts: $(cat "$prefix/stderr" "$prefix/error.log" 2>/dev/null)"
}

nginx_as_user() { # PREFIX
    local directives=
    [ "$(id -u)" -ne 0 ] || directives="user root;"
    exec nginx -p "$1" -c "$1/server.conf" -e "$1/error.log" ${directives:+-g "$directives"} 2>"$1/stderr"
}

# Waits until the server of $PORT answers and is the one with this pid (another may have the port).
wait_for_server() { # PID PREFIX
    local i
    for ((i = 0; i < 100; i++)); do
        kill -0 "$1" 2>/dev/null || return 1
        if [ -s "$2/pid" ] && (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
            return 0
        fi
        sleep 0.05
    done
    return 1
}
