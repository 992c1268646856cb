/** What nobody can write, on a screen: what is wrong and where, and that a person has to change it. */
import { variantsIn } from '../../plan/model/variants.ts';
import type { Mask } from '../../report/secrets/mask.ts';
import type { Colors } from '../../report/words/colors.ts';
import { severityPainter } from '../../report/words/findings.ts';
import { cutTo, shown } from '../../report/words/list.ts';
import { maskedFix } from '../../report/words/masked-fix.ts';
import { saidText } from '../../report/words/said.ts';
import { folderName, subjectText, wrapped } from '../../report/words/words.ts';
import { type Item, NOTHING_TO_TAKE } from '../stating/items.ts';
import type { Line, Size } from '../terminal/lines.ts';

export function reportLines(
  { fixes }: Item,
  { mask, colors }: { readonly mask: Mask; readonly colors: Colors },
  { columns }: Size,
): Line[] {
  const [first, ...others] = fixes.map(fix => maskedFix(fix, mask));
  const reports = [first!, ...others];
  const environments = [...new Set(reports.flatMap(fix => fix.environments))];
  const roots = [...new Set(reports.flatMap(fix => fix.roots))].map(folderName);
  const { severity } = first!;
  const where = environments.length > 0 ? environments : roots;
  return [
    colors.bold(
      cutTo(
        `${first!.transform}: ${others.length === 0 ? subjectText(first!.subject) : first!.brief}`,
        columns,
      ),
    ),
    severityPainter(
      severity,
      colors,
    )(cutTo([severity, ...(where.length === 0 ? [] : [shown(where)])].join('; '), columns)),
    NOTHING_TO_TAKE,
    ...reports.flatMap(fix => [
      '',
      ...new Set(variantsIn(fix).map(({ at }) => cutTo(at, columns))),
      ...wrapped(saidText(fix), '  ', columns),
    ]),
  ];
}
