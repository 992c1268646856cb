/** Forms in which statements of SQL and expressions of programs give a value to a name. */

/** A quote that is doubled belongs to the value. What begins with a blank or another quote is put together around it. */
const QUOTED = /(?<quote>["'])(?<value>(?![\s"'])(?:(?!\k<quote>)[^\n]|\k<quote>\k<quote>){1,1024})\k<quote>/;
const NAME = /(?<![\w.$-])(?<name>[\w.$-]{1,128})/;

/** A quoted value behind these. */
function quotedBehind(words: RegExp): RegExp {
  return new RegExp(words.source + QUOTED.source, `g${words.flags}`);
}

/** A name, and behind a sign its quoted value. The sign is looked for first: texts have fewer signs than words. */
function named(between: RegExp, sign: RegExp): RegExp {
  const given = `(?:${sign.source})`;
  return quotedBehind(
    new RegExp(`${given}(?=\\s{0,8}["'])(?<=${NAME.source}${between.source}${given})\\s{0,8}`),
  );
}

/** Groups `name` and `value`; without a name the words in front of the value say what it is. */
export const STATEMENTS: readonly RegExp[] = [
  // `CREATE ROLE a LOGIN PASSWORD 'x'`, `PASSWORD = N'x'`, `.password("x")`.
  quotedBehind(/\b(?:password|passwd|pwd)(?:\s{1,8}|\s{0,8}[=(]\s{0,8})(?:[EN](?=')|(?=["']))/i),
  /\bpassword\s{1,8}(?<tag>\$\w{0,32}\$)(?<value>[^$\n]{1,1024})\k<tag>/gi,
  quotedBehind(/\bset\s{1,8}password\s{1,8}for\s{1,8}[^\s=]{1,128}\s{0,8}(?:=|to)\s{0,8}/i),
  // `user a on >x`, a rule of Redis.
  /\b(?:set)?user\s{1,8}\S{1,128}\s{1,8}(?:reset\s{1,8})?on\s{1,8}(?:[~&+@%*-]\S{0,128}\s{1,8}){0,8}>(?<value>[^\s"']{1,1024})/gi,
  // `setenv("NAME", "x")`, `getenv("NAME", "x")`.
  quotedBehind(/\(\s{0,8}["'](?<name>[\w.-]{1,128})["']\s{0,8},\s{0,8}/),
  quotedBehind(/\bfetch\(["'](?<name>[\w.-]{1,128})["']\)\s{0,8}\{\s{0,8}/),
  // `env.NAME || "x"`, `env["NAME"] or "x"`.
  named(/["'\])]{0,4}\s{0,8}/, /\|\||\?\?|\bor\s(?<=[\])]\s{1,8}or\s)/),
  // With a type between the name and the sign.
  named(/\??\s{0,8}:\s{0,8}[\w.<>[\]|?]{1,64}\s{0,8}/, /=/),
  // Of other shells: `setenv NAME x`, `set -gx NAME x`.
  /\bset(?:x|env)?[ \t]{1,8}(?:[-/]\w{1,8}[ \t]{1,8}){0,4}["']?(?<name>[\w.-]{1,128})["']?[ \t]{1,8}["']?(?<value>[^\s"';]{1,1024})/gi,
];
