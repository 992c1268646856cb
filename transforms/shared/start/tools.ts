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

function runsPlainTools(container: Container): boolean {
  const command = stringsIn(container.get(['command']));
  const args = stringsIn(container.get(['args']));
  const [program = '', ...rest] = [...command, ...args];
  if (command.length === 0 || !isTool(program)) return false;
  if (!/(?:^|\/)(?:sh|ash|bash)$/.test(program)) return true;
  const flag = rest.findIndex(each => /^-[a-z]*c$/.test(each));
  // A script of the image, which nobody sees.
  if (flag < 0) return rest.length === 0;
  return rest[flag + 1] === undefined || programsOf(rest[flag + 1]!).every(isTool);
}

function isTool(program: string): boolean {
  return TOOLS.has(program.replace(/^(?:\/usr)?(?:\/local)?\/s?bin\//, ''));
}

/** The first words of the commands of a script: a list that is too long is no harm, it only leaves the question open. */
function programsOf(script: string): string[] {
  const plain = script
    .replace(/<<-?\s*['"]?(\w+)['"]?[\s\S]*?^\s*\1\s*$/gm, '')
    .replace(/(^|\s)#.*$/gm, '$1')
    .replace(/\\\n/g, ' ')
    .replace(/'[^']*'/g, 'QUOTED')
    .replace(/\$\(\([^)]*\)\)/g, '0')
    .replace(/\$\{[^}]*\}/g, 'V');
  // What is substituted inside of double quotes is a command too.
  const open = plain.replace(
    /"((?:[^"\\]|\\.)*)"/g,
    (_, text: string) =>
      [...text.matchAll(/\$\([^)]*\)|`[^`]*`/g)].map(([each]) => each).join('') || 'QUOTED',
  );
  return open.split(/\$\(|[;&|()`\n]+/).flatMap(command => {
    const words = command
      .trim()
      .split(/\s+/)
      .filter(word => word !== '');
    const isLoop = words[0] === 'for' || words[0] === 'case';
    const first = isLoop ? undefined : words.find(word => !BEFORE.test(word) && !ASSIGNMENT.test(word));
    return first === undefined || /^(?:\d?>|<)/.test(first) ? [] : [first];
  });
}
