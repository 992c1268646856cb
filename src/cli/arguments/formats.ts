/** What a report is printed as, and where to: `--format json --format sarif=out.sarif`. */
import { InvalidArgumentError, Option } from 'commander';

export interface WantedFormat<Name extends string> {
  readonly name: Name;
  /** Undefined: standard output, or where `--output` says. */
  readonly file: string | undefined;
}

/** The flag; where nobody states it, it is undefined. */
export function formatsOption<Name extends string>(names: readonly Name[], otherwise: string): Option {
  return new Option(
    '--format <name[=file]>',
    `what to print, ${otherwise}; name=FILE writes it there, and may be repeated`,
  )
    .choices(names)
    .argParser((value: string, previous: readonly WantedFormat<Name>[] = []) => {
      const [, said = '', file] = /^([^=]*)(?:=(.+))?$/.exec(value) ?? [];
      const name = names.find(each => each === said);
      if (name === undefined) throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}.`);
      if (file === undefined && previous.some(each => each.file === undefined))
        throw new InvalidArgumentError('Standard output takes one: say name=FILE for the others.');
      return [...previous, { name, file }];
    });
}
