/**
 * What runs in the pod of a dump. Shells of images have no `pipefail` in common, so nothing is piped whose failure would
 * matter: each step ends the script where it fails, and what came out is looked at. There are no braces behind a `$`: Flux
 * would take them for variables of its own.
 */

/** Where the dump is put, below the top of the volume: a new one may have `lost+found` there, which nobody may read. */
export const VOLUME = '/backup';
export const FOLDER = `${VOLUME}/dumps`;

export const STRICT = `set -eu
umask 077
need() { command -v "$1" >/dev/null || { echo "$1 is not in this image" >&2; exit 1; }; }
`;

/** A file that is there, and has something in it. */
export const FILLED = `filled() { [ -s "$1" ] || { echo "$1 is empty" >&2; exit 1; }; }
`;

/** A folder for each run, whose names are in the order of time. */
const DUMP = `${STRICT}${FILLED}folder="${FOLDER}/$(date -u +%Y%m%dT%H%M%SZ)"
mkdir -p "$folder"
`;

/** Each database by itself, so that one can be restored alone. Roles belong to none of them. */
export const POSTGRES = `${DUMP}need psql; need pg_dump; need pg_dumpall; need pg_restore
pg_dumpall --globals-only --file="$folder/globals.sql"
filled "$folder/globals.sql"
databases=$(psql --no-psqlrc --tuples-only --no-align --command="SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate")
IFS='
'
set -f
for database in $databases; do
  PGDATABASE="$database" pg_dump --format=custom --file="$folder/$database.dump"
  filled "$folder/$database.dump"
  pg_restore --list "$folder/$database.dump" >/dev/null
done
`;

/**
 * The last line is written when all is done.
 *
 * @param isMariaDb it has its own name for the tool, and since 11 no other
 */
export function mysql(isMariaDb: boolean): string {
  const choice = isMariaDb
    ? 'dump=mariadb-dump\ncommand -v "$dump" >/dev/null || dump=mysqldump\nneed "$dump"\n'
    : 'need mysqldump\n';
  return `${DUMP}need gzip; need tail; need grep
${choice}${isMariaDb ? '"$dump"' : 'mysqldump'} --host="$MYSQL_SERVER" --port="$MYSQL_PORT" --user=root --all-databases --single-transaction --quick --routines --events --triggers --result-file="$folder/all.sql"
tail -n 1 "$folder/all.sql" | grep -q 'Dump completed' || { echo "$folder/all.sql has no end" >&2; exit 1; }
gzip "$folder/all.sql"
filled "$folder/all.sql.gz"
`;
}

/** @param isMember of a replica set: what changes meanwhile is in its log */
export function mongo(hasLogin: boolean, isMember: boolean): string {
  const login = hasLogin
    ? ' --username="$MONGO_USERNAME" --password="$MONGO_PASSWORD" --authenticationDatabase=admin'
    : '';
  return `${DUMP}need mongodump
mongodump --host="$MONGO_SERVER" --port="$MONGO_PORT"${login}${isMember ? ' --oplog' : ''} --gzip --archive="$folder/all.archive.gz"
filled "$folder/all.archive.gz"
`;
}

/** @param cli `redis-cli` */
export function redis(cli: string): string {
  return `${DUMP}need ${cli}
${cli} -h "$REDIS_SERVER" -p "$REDIS_SERVER_PORT" --rdb "$folder/dump.rdb"
filled "$folder/dump.rdb"
`;
}

/** @param keep how many dumps stay in the bucket, which lists them in the order of their names; undefined for all */
export function upload(hasEndpoint: boolean, keep: number | undefined): string {
  const aws = client(hasEndpoint);
  return `${STRICT}need aws
[ -n "$(ls ${FOLDER})" ] || { echo "${FOLDER} is empty" >&2; exit 1; }
${aws} s3 cp --recursive --only-show-errors ${FOLDER} "s3://$S3_BUCKET/$S3_PREFIX/"
${keep === undefined ? '' : without(aws, keep)}`;
}

export function client(hasEndpoint: boolean): string {
  return `aws${hasEndpoint ? ' --endpoint-url "$S3_ENDPOINT"' : ''}`;
}

function without(aws: string, keep: number): string {
  return `old=$(${aws} s3api list-objects-v2 --bucket "$S3_BUCKET" --prefix "$S3_PREFIX/" --delimiter / --query "(CommonPrefixes || \\\`[]\\\`)[:-${keep}].Prefix" --output text)
for each in $old; do
  [ "$each" = None ] || ${aws} s3 rm --recursive --only-show-errors "s3://$S3_BUCKET/$each"
done
`;
}
