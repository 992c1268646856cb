/** Programs that run under an interpreter: those have a capability of their own only where somebody gives one to its file. */

import { baseName } from '../../start/base-name.ts';
import { type Start, startOver } from '../../start/running.ts';

/**
 * What official images bring to run programs in their language, by their families: their Dockerfiles give no file a
 * capability (nodejs/docker-node Dockerfile-alpine.template, docker-library/python Dockerfile-linux.template).
 */
const INTERPRETERS: Readonly<Record<string, RegExp>> = {
  node: /^(?:node|npm|npx|yarn|pnpm)$/,
  // What pip installs with a name of its own is a script of Python.
  python: /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|celery|flask|fastapi|streamlit|alembic)$/,
};

/** Packages that bring a program with a privilege of its own, or what gives one. */
const PRIVILEGED = /\b(?:sudo|doas|libcap[\w-]*|iputils[\w-]*|fping|tcpdump|nmap|mtr[\w-]*|w?tshark)\b/;
/** What makes sandboxes: browsers, with what they are linked to, and tools for it. */
const SANDBOXES =
  /\b(?:chromium|(?:google-)?chrome|firefox|libnss3|playwright|puppeteer|bubblewrap|firejail|nsjail|podman|buildah)\b/i;

/** Commands of a script that start nothing. */
const PLAIN = /^(?:cd|echo|exec|export|set|sleep|test|true|umask|\[)$/;
/** Programs that start what follows them. */
const WRAPPER = /^(?:tini|dumb-init|catatonit|exec|--)$/;
const SHELL = /^(?:sh|bash|ash|dash)$/;

/**
 * The interpreters of a base, for an image whose Dockerfile gives nothing a privilege.
 *
 * @param text of the whole Dockerfile: what stands in one stage may be copied by another
 */
export function interpretersOf(base: string | undefined, text: string): RegExp | undefined {
  const isMore = PRIVILEGED.test(text) || SANDBOXES.test(text);
  return base === undefined || isMore ? undefined : INTERPRETERS[base];
}

/** What of a Dockerfile decides. */
interface Interpreting {
  readonly interpreters: RegExp | undefined;
  readonly start: Start;
}

/** Whether all that a container starts in the image runs under the interpreter of its base. */
export function isInterpreted({ interpreters, start: own }: Interpreting, start: Start): boolean {
  if (interpreters === undefined) return false;
  const { command = [], args = [] } = startOver(own, start);
  const words = [...command, ...args];
  const [program = '', flag = '', script = ''] = words.slice(
    words.findIndex(each => !WRAPPER.test(baseName(each))),
  );
  if (!SHELL.test(baseName(program))) return interpreters.test(baseName(program));
  if (!/^-[a-z]*c$/.test(flag)) return false;
  const started = firstWords(script).filter(each => !PLAIN.test(each));
  return started.length > 0 && started.every(each => interpreters.test(baseName(each)));
}

function firstWords(script: string): readonly string[] {
  return script
    .split(/&&|\|\||[;&|\n]/)
    .map(command => command.trim().replace(/^(?:exec\s+|\w+=\S*\s+)+/, ''))
    .flatMap(command => /^[^\s]+/.exec(command)?.[0] ?? []);
}
