/**
 * What runs in the pod of a restore test: the newest dump is fetched, and restored into an empty server that nothing but this pod
 * reaches. By the rules of the scripts of a dump: nothing is piped whose failure would matter, and no braces stand behind a `$`.
 */

import { client, FILLED, FOLDER, STRICT, VOLUME } from '../scripts.ts';

const DATA = `${VOLUME}/restored`;
/** Of what is passing: sockets, and what is asked. */
export const PASSING = '/tmp';
const SOCKET = `${PASSING}/restored.sock`;

/** Each page of a list has a last folder of its own, or None. Folders are called by the time at which their dump began. */
export function newestDump(hasEndpoint: boolean): string {
  const aws = client(hasEndpoint);
  return `${STRICT}need aws; need date
pages=$(${aws} s3api list-objects-v2 --bucket "$S3_BUCKET" --prefix "$S3_PREFIX/" --delimiter / --query "(CommonPrefixes || \\\`[]\\\`)[-1].Prefix" --output text)
newest=
for each in $pages; do
  [ "$each" = None ] || newest=$each
done
[ -n "$newest" ] || { echo "there is no dump in s3://$S3_BUCKET/$S3_PREFIX/" >&2; exit 1; }
set -f
IFS=/
for name in $newest; do :; done
case $name in
  *[!0-9TZ]*) echo "$newest is not called as a dump is" >&2; exit 1 ;;
esac
IFS=TZ
set -- $name 0
oldest=$(date -u -d "@$(($(date +%s) - MAX_AGE_HOURS * 3600))" +%Y%m%d%H%M%S)
[ "$1$2" -ge "$oldest" ] || { echo "the newest dump is $newest: it is older than $MAX_AGE_HOURS hours" >&2; exit 1; }
${aws} s3 cp --recursive --only-show-errors "s3://$S3_BUCKET/$newest" "${FOLDER}/$name/"
echo "fetched $newest"
`;
}

/** There is one dump. The server is a child of the shell, and goes with the pod. */
const RESTORE = `${STRICT}${FILLED}need grep; need sleep
for folder in ${FOLDER}/*; do :; done
running() { kill -0 "$server" 2>/dev/null || { echo "the server has ended" >&2; exit 1; }; }
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :' EXIT
`;

function counted(what: string): string {
  return `[ "$found" -gt 0 ] || { echo "nothing has come back: no ${what}" >&2; exit 1; }
`;
}

/** What extensions bring is no data. */
const WITH_ROWS =
  "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'm') AND reltuples > 0 AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')";

/**
 * The first user has its name from PGUSER: what roles were granted was granted by that one, and it is there already. So is the
 * database postgres. Processes share what they share in the volume: a container has little memory for that.
 */
export const POSTGRES = `${RESTORE}need initdb; need postgres; need pg_isready; need psql; need pg_restore
filled "$folder/globals.sql"
initdb --pgdata="${DATA}" --username="$PGUSER" --auth=trust --no-sync >/dev/null
postgres -D "${DATA}" -c listen_addresses= -c unix_socket_directories="$PGHOST" -c fsync=off -c dynamic_shared_memory_type=mmap &
server=$!
until pg_isready --quiet; do running; sleep 1; done
grep -v -x -F -e "CREATE ROLE $PGUSER;" -e "CREATE ROLE \\"$PGUSER\\";" "$folder/globals.sql" >${PASSING}/globals.sql
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }
ask --file=${PASSING}/globals.sql >/dev/null
for each in "$folder"/*.dump; do
  case $each in
    */postgres.dump) pg_restore --exit-on-error --dbname=postgres "$each" ;;
    *) pg_restore --create --exit-on-error --dbname=postgres "$each" ;;
  esac
done
databases=$(ask --command="SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate")
IFS='
'
set -f
found=0
for PGDATABASE in $databases; do
  ask --command=ANALYZE
  tables=$(ask --command="${WITH_ROWS}")
  echo "$PGDATABASE: $tables tables with rows"
  found=$((found + tables))
done
${counted('table has a row')}`;

/** Of each table the first row is asked for. `CHAR(96)` is what names stand in. */
const FIRST_ROWS =
  "SELECT CONCAT('SELECT 1 FROM ', CHAR(96 USING utf8mb4), table_schema, CHAR(96 USING utf8mb4), '.', CHAR(96 USING utf8mb4), table_name, CHAR(96 USING utf8mb4), ' LIMIT 1;') FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')";

const OF_MARIADB = {
  tools: `client=mariadb; command -v "$client" >/dev/null || client=mysql
program=mariadbd; command -v "$program" >/dev/null || program=mysqld
create=mariadb-install-db; command -v "$create" >/dev/null || create=mysql_install_db
need "$create"
`,
  create: `"$create" --no-defaults --datadir="${DATA}" --auth-root-authentication-method=normal >/dev/null`,
  options: '',
};

/** A dump says which transactions are done where the server counts them, and only one that counts too takes that. */
const OF_MYSQL = {
  tools: `client=mysql; program=mysqld
`,
  create: `mysqld --no-defaults --datadir="${DATA}" --initialize-insecure --loose-performance-schema=OFF`,
  options:
    ' --gtid-mode=ON --enforce-gtid-consistency=ON --secure-file-priv=NULL --loose-mysqlx=OFF --loose-performance-schema=OFF',
};

/** Events of the store are data here: nothing runs them. The users of the dump count from the next start on. */
export function mysql(isMariaDb: boolean): string {
  const { tools, create, options } = isMariaDb ? OF_MARIADB : OF_MYSQL;
  return `${RESTORE}need gzip; need tail; need mkdir
${tools}need "$client"; need "$program"
filled "$folder/all.sql.gz"
gzip -t "$folder/all.sql.gz"
gzip -dc "$folder/all.sql.gz" | tail -n 1 | grep -q 'Dump completed' || { echo "$folder/all.sql.gz has no end" >&2; exit 1; }
mkdir "${DATA}" "${DATA}-tmp"
${create}
"$program" --no-defaults --datadir="${DATA}" --tmpdir="${DATA}-tmp" --skip-networking --socket=${SOCKET} --pid-file=${PASSING}/restored.pid --event-scheduler=OFF --skip-log-bin --max-allowed-packet=1G${options} &
server=$!
ask() { "$client" --no-defaults --socket=${SOCKET} --user=root --max-allowed-packet=1G --batch --skip-column-names "$@"; }
until ask --execute="SELECT 1" >/dev/null 2>&1; do running; sleep 1; done
gzip -dc "$folder/all.sql.gz" | ask
ask --execute="${FIRST_ROWS}" >${PASSING}/first-rows.sql
ask <${PASSING}/first-rows.sql >${PASSING}/rows
found=$(grep -c 1 ${PASSING}/rows) || :
echo "$found tables with rows"
${counted('table has a row')}`;
}

/** Databases of the server itself are no data. */
const COLLECTIONS =
  'var found = 0; db.adminCommand({listDatabases: 1}).databases.forEach(function (each) { if (["admin", "config", "local"].indexOf(each.name) < 0) db.getSiblingDB(each.name).getCollectionNames().forEach(function (name) { if (db.getSiblingDB(each.name).getCollection(name).findOne() !== null) found++; }); }); print(found)';

/** @param hasLog the dump has a log of what changed meanwhile */
export function mongo(hasLog: boolean): string {
  return `${RESTORE}need mongod; need mongorestore; need mkdir
client=mongosh; command -v "$client" >/dev/null || client=mongo
need "$client"
filled "$folder/all.archive.gz"
mkdir "${DATA}"
mongod --dbpath="${DATA}" --bind_ip=127.0.0.1 --port=27017 --nounixsocket --wiredTigerCacheSizeGB=0.25 --quiet >${PASSING}/mongod.log 2>&1 &
server=$!
ask() { "$client" --quiet --port=27017 --eval "$1"; }
until ask 'quit(0)' >/dev/null 2>&1; do running; sleep 1; done
mongorestore --host=127.0.0.1 --port=27017 --stopOnError${hasLog ? ' --oplogReplay' : ''} --gzip --archive="$folder/all.archive.gz"
found=$(ask '${COLLECTIONS}')
echo "$found collections with documents"
${counted('collection has a document')}`;
}

/** It reads the dump when it starts, and ends where that is none. */
export function redis(name: 'redis' | 'valkey'): string {
  return `${RESTORE}need ${name}-server; need ${name}-cli
filled "$folder/dump.rdb"
${name}-server --dir "$folder" --dbfilename dump.rdb --port 0 --unixsocket ${SOCKET} --save '' --appendonly no &
server=$!
until [ "$(${name}-cli -s ${SOCKET} PING 2>/dev/null)" = PONG ]; do running; sleep 1; done
${name}-cli -s ${SOCKET} INFO keyspace
found=$(${name}-cli -s ${SOCKET} INFO keyspace | grep -c keys=) || :
${counted('key is there')}`;
}
