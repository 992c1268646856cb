/** Simple commands of a shell, and what starts their programs. */

/** Words of the shell before a command. What it sources (`.`) sets variables for the most part. */
const BEFORE = /^(?:if|then|elif|while|until|do|else|!|\w+=[\s\S]*)$/;

interface Starter {
  /** Options that have their value in the next word. */
  readonly valued?: RegExp;
  /** Words of its own before the program: a user, a time. */
  readonly operands?: number;
}

/** Programs that start the one behind them. */
const STARTERS = new Map<string, Starter>(
  Object.entries({
    exec: { valued: /^-a$/ },
    command: {},
    env: { valued: /^(?:-[uC]|--unset|--chdir)$/ },
    tini: { valued: /^-[pe]$/ },
    'dumb-init': { valued: /^(?:-r|--rewrite)$/ },
    nice: { valued: /^(?:-n|--adjustment)$/ },
    ionice: { valued: /^(?:-[cn]|--class|--classdata)$/ },
    nohup: {},
    setsid: {},
    stdbuf: { valued: /^(?:-[ioe]|--input|--output|--error)$/ },
    time: { valued: /^-[fo]$/ },
    timeout: { valued: /^(?:-[ks]|--kill-after|--signal)$/, operands: 1 },
    sudo: { valued: /^(?:-[ughpCTUrtRD]|--user|--group|--host|--chdir)$/ },
    runuser: { valued: /^(?:-[ugG]|--user|--group|--supp-group)$/ },
    setpriv: { valued: /^--(?:reuid|regid|ruid|rgid|euid|egid|groups)$/ },
    chpst: { valued: /^-[uUebnmdofprtc]$/ },
    gosu: { operands: 1 },
    'su-exec': { operands: 1 },
    's6-setuidgid': { operands: 1 },
  }),
);

/** A variable that gets a text in quotes: that runs nothing. */
const ASSIGNED = /(?<!\S)[A-Za-z_]\w*=(?:"[^"]*"|'[^']*')/g;

/** The words of a simple command, without the variables that it sets to a text in quotes. */
export function wordsOf(step: string): readonly string[] {
  return step
    .replaceAll(ASSIGNED, ' ')
    .split(/[\s"'{}]+/)
    .filter(word => word !== '');
}

/** Whether a program starts the one behind it. */
export function isStarter(word: string): boolean {
  return starterOf(word) !== undefined;
}

function starterOf(word: string): Starter | undefined {
  return STARTERS.get(word.slice(word.lastIndexOf('/') + 1));
}

/** A simple command without what starts it: each starter with its options and words of its own. */
export function withoutStarters(words: readonly string[]): readonly string[] {
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const starter = starterOf(word);
    if (starter === undefined && !BEFORE.test(word)) break;
    at++;
    while (words[at]?.startsWith('-')) at += starter?.valued?.test(words[at]!) ? 2 : 1;
    at += starter?.operands ?? 0;
  }
  return words.slice(at);
}
