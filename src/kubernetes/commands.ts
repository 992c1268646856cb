/** What a command shows of what it runs: its programs, and the variables that these use. */

/** `command` and `args` of a container. */
export interface Start {
  readonly command: readonly string[];
  readonly args: readonly string[];
}

const TOOLS = new Set(
  [
    'sh ash bash : [ [[ test true false exit return break continue set trap wait export read shift local cd umask ulimit',
    'sleep echo printf date env expr seq tr cut sort uniq head tail wc cat grep egrep sed awk basename dirname',
    'ls cp mv ln rm mkdir rmdir touch mktemp find xargs tar gzip gunzip unzip chown chgrp chmod stat du df id',
    'nc ncat wget curl nslookup dig host getent ping timeout sysctl mount umount ulimit',
    'pg_isready psql pg_dump mysqladmin mysql mysqldump mariadb mariadb-admin mariadb-dump redis-cli mongosh mongo rabbitmq-diagnostics rabbitmqctl clickhouse-client',
  ]
    .join(' ')
    .split(' '),
);
/** Words before a command that are none themselves. */
const BEFORE = /^(?:if|then|elif|else|fi|while|until|do|done|for|in|case|esac|time|exec|command|!|\{|\}|-)$/;
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

/** Clients that whoever wrote the command knows, though they talk to an API or keep a cache: no evidence, and nothing to ask. */
const CLIENTS = new Set('kubectl helm aws gcloud gsutil az mc jq yq openssl git rclone restic'.split(' '));

/** Whether it shows all that runs: no program but those that its writer knows. */
export function showsAll(start: Start): boolean {
  return runsOnly(start, each => isTool(each) || CLIENTS.has(baseOf(each)));
}

const VARIABLE = /\$[{(]?([A-Za-z_]\w*)/g;
/** Tools that find their server by variables which no command names. */
const BY_THEMSELVES: readonly (readonly [tool: RegExp, variables: readonly string[]])[] = [
  [/(?:^|[\s/])(?:pg_\w+|psql)\b/, ['PGHOST']],
  [/(?:^|[\s/])(?:mysql|mariadb)\w*\b/, ['MYSQL_HOST']],
  [/(?:^|[\s/(])aws\b/, ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']],
  [/(?:^|[\s/(])restic\b/, ['RESTIC_REPOSITORY']],
];
/** Their variables have names of their users' choice; and what names a variable by another one may mean any. */
const BY_ANY = /(?:^|[\s/(])(?:rclone|mc)\b|\$\{!|\bENVIRON\b/;

/** Variables that a command uses which shows all that runs; undefined where a program may use any. */
export function variablesUsed(start: Start): ReadonlySet<string> | undefined {
  if (!showsAll(start)) return undefined;
  const words = [...start.command, ...start.args].join(' ');
  if (BY_ANY.test(words)) return undefined;
  const named = [...words.matchAll(VARIABLE)].map(([, name]) => name!);
  return new Set([...named, ...BY_THEMSELVES.flatMap(([tool, names]) => (tool.test(words) ? names : []))]);
}

/** Whether a command shows every program that it runs, and all are meant; one that is in the image is not seen. */
export function runsOnly({ command, args }: Start, isMeant: (program: string) => boolean): boolean {
  const [program = '', ...rest] = withoutRunner([...command, ...args]);
  if (command.length === 0 || !isMeant(program)) return false;
  if (!isShell(program)) return true;
  const script = scriptOf([program, ...rest]);
  return script === undefined ? rest.length === 0 : programsOf(script).every(isMeant);
}

/** What runs a program of the packages of an application. */
const RUNNER = /^(?:npx|bunx|(?:npm|pnpm|yarn) exec)\s+(?:(?:-y|--yes|--no-install|--)\s+)*(?=\S)/;

function withoutRunner(words: readonly string[]): readonly string[] {
  const runner = RUNNER.exec(words.slice(0, 4).join(' '))?.[0];
  return runner === undefined ? words : words.slice(runner.trim().split(/\s+/).length);
}

/** What is run by words: the script that a shell gets, else the words; undefined for a script of the image, which nobody sees. */
export function scriptOf(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words;
  if (!isShell(program)) return words.join(' ');
  const flag = rest.findIndex(each => /^-[a-z]*c$/.test(each));
  return flag < 0 ? undefined : (rest[flag + 1] ?? '');
}

function isShell(program: string): boolean {
  return /(?:^|\/)(?:sh|ash|bash)$/.test(program);
}

/** A tool that whoever wrote a command knows. */
export function isTool(program: string): boolean {
  return TOOLS.has(baseOf(program));
}

/** A program without the folder that it stands in. */
export function baseOf(program: string): string {
  return program.replace(/^(?:(?:\/usr)?(?:\/local)?\/s?bin|\S*\bnode_modules\/\.bin)\//, '');
}

/** The first words of the commands of a script: a list that is too long is no harm, it only leaves the question open. */
export function programsOf(script: string): string[] {
  const plain = withoutPatterns(script)
    .replace(/<<-?\s*['"]?(\w+)['"]?[\s\S]*?^\s*\1\s*$/gm, '')
    .replace(/(^|\s)#.*$/gm, '$1')
    .replace(/\\\n/g, ' ')
    .replace(/'[^']*'/g, 'QUOTED')
    .replace(/\d?>&[\d-]|&>/g, ' >')
    .replace(/\$\(\([^)]*\)\)/g, '0')
    .replace(/\$\{[^}]*\}/g, 'V')
    .replace(SET_FROM_TEXT, ': $1');
  // What is substituted is a command too, inside of double quotes as well.
  const inner: string[] = [];
  const lifted = liftedFrom(plain, inner);
  // A function is what stands in it.
  const own = new Set([...plain.matchAll(FUNCTION)].map(([, name]) => name));
  return [lifted.replace(FUNCTION, ''), ...inner].flatMap(firstWords).filter(each => !own.has(each));
}

/** What is cut out of a text sets variables: no program comes of it, or somebody has gone a long way to hide one. */
const SET_FROM_TEXT = /\beval\s+"?(\$\(\s*(?:echo|printf)\b[^()]*\|\s*(?:sed|awk|cut|tr|grep)\b[^()|]*\))"?/g;

const FUNCTION = /(?<=^|[\n;])\s*(?:function\s+)?([\w-]+)\s*\(\)\s*(?=\{)/g;

/** `a|b)` of a `case` is no command. */
function withoutPatterns(script: string): string {
  if (!/\besac\b/.test(script)) return script;
  return script.replace(/(\bin|;;)(\s*)\(?(?!esac\b)[^()\n;]*\)/g, '$1$2');
}

/** Nobody nests commands deeper; what does stays an open question. */
const DEEPEST = 20;

/** @param inner gets the commands whose output stands in the text, those of a command before it */
function liftedFrom(text: string, inner: string[]): string {
  let rest = text;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const lifted = rest.replace(/\$\(([^()]*)\)|`([^`]*)`/g, (_, command?: string, quoted?: string) => {
      inner.push(command ?? quoted ?? '');
      return 'V';
    });
    if (lifted === rest) return rest;
    rest = lifted;
  }
  // Some program that is no tool.
  inner.push('nested');
  return rest;
}

function firstWords(commands: string): string[] {
  return commands
    .replace(/"(?:[^"\\]|\\.)*"/g, 'QUOTED')
    .split(/\$\(|[;&|()`\n]+/)
    .flatMap(command => {
      const words = command
        .trim()
        .split(/\s+/)
        .filter(word => word !== '');
      const isLoop = words[0] === 'for' || words[0] === 'case';
      const start = words.findIndex(word => !BEFORE.test(word) && !ASSIGNMENT.test(word));
      const first = isLoop || start < 0 ? undefined : withoutRunner(words.slice(start))[0];
      return first === undefined || /^(?:\d?>|<)/.test(first) ? [] : [first];
    });
}
