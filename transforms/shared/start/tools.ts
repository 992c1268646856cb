/** Commands of which every program is visible, and all are plain tools (catalogue C4). */

import type { Container, Evidence } from '../../../src/transform.ts';
import { stringsIn } from '../data.ts';
import { remembered } from '../remembered.ts';

const TOOLS = new Set(
  [
    'sh ash bash : [ [[ test true false exit return set trap wait export read shift local cd umask ulimit',
    'sleep echo printf date env expr seq tr cut sort uniq head tail wc cat grep egrep sed awk basename dirname',
    'ls cp mv ln rm mkdir rmdir touch mktemp find xargs tar gzip gunzip unzip chown chgrp chmod stat du df id',
    'nc ncat wget curl nslookup dig host getent ping timeout sysctl mount umount ulimit',
    'pg_isready psql pg_dump mysqladmin mysql mysqldump redis-cli mongosh mongo rabbitmq-diagnostics rabbitmqctl clickhouse-client',
  ]
    .join(' ')
    .split(' '),
);
/** Words before a command that are none themselves. */
const BEFORE = /^(?:if|then|elif|else|fi|while|until|do|done|for|in|case|esac|time|exec|command|!|\{|\}|-)$/;
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

/**
 * What shows that a container runs plain tools only, whatever its image: its command, and the script that it gives to its
 * shell. None of them talks to the API or makes system calls out of the ordinary.
 */
export const plainToolsEvidence = remembered((container: Container): Evidence | undefined => {
  if (!runsPlainTools(container)) return undefined;
  const at = container.workload.where([...container.path, 'command']);
  return { kind: 'manifest', at, says: 'runs only the plain tools that its command shows' };
});

/** Clients that whoever wrote the command knows, though they talk to an API or keep a cache: no evidence, and nothing to ask. */
const CLIENTS = new Set('kubectl helm aws gcloud gsutil az mc jq yq openssl git rclone restic'.split(' '));

/** Those that reach other services than the cluster, and what brings them into a container: none of them reads its token. */
const OUTSIDE = new Set(
  [
    'aws gsutil mc jq yq openssl git rclone restic apk apt apt-get dnf microdnf yum pip pip3',
    // What brings a schema up to date, and what makes a database for a while.
    'prisma drizzle-kit flyway liquibase goose dbmate atlas',
    'initdb pg_ctl createdb dropdb createuser pg_restore pg_dumpall pg_basebackup vacuumdb reindexdb',
  ]
    .join(' ')
    .split(' '),
);

/** The same of programs that leave the API of the cluster alone, whatever else they do. */
export const apartFromApiEvidence = remembered((container: Container): Evidence | undefined => {
  if (!runsOnly(container, each => isTool(each) || OUTSIDE.has(baseOf(each)))) return undefined;
  const at = container.workload.where([...container.path, 'command']);
  return { kind: 'manifest', at, says: 'its command shows all that runs, and none of it talks to the API' };
});

/** Whether the command shows all that runs: facts of the image would answer nothing. */
export function showsAllThatRuns(container: Container): boolean {
  return runsOnly(container, each => isTool(each) || CLIENTS.has(baseOf(each)));
}

function runsPlainTools(container: Container): boolean {
  return runsOnly(container, isTool);
}

function runsOnly(container: Container, isMeant: (program: string) => boolean): boolean {
  const command = stringsIn(container.get(['command']));
  const args = stringsIn(container.get(['args']));
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

function isTool(program: string): boolean {
  return TOOLS.has(baseOf(program));
}

function baseOf(program: string): string {
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
    .replace(/\$\{[^}]*\}/g, 'V');
  // What is substituted is a command too, inside of double quotes as well.
  const inner: string[] = [];
  const lifted = liftedFrom(plain, inner);
  // A function is what stands in it.
  const own = new Set([...plain.matchAll(FUNCTION)].map(([, name]) => name));
  return [lifted.replace(FUNCTION, ''), ...inner].flatMap(firstWords).filter(each => !own.has(each));
}

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
