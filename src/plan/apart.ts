/** Goals that the text of a patch which was there did not serve: a patch of their own may. */
import { type Lessons, withLessons } from './model/lessons.ts';
import { isField, type Placed, type PlacedField, placeKey } from './place/types.ts';

/** Those that went into such a text, or may have, and have not been told to stay apart from it. */
export function inTexts(placed: readonly Placed[], { apart }: Lessons): PlacedField[] {
  return placed
    .filter(isField)
    .filter(
      ({ goal, level, onlyCopies }) =>
        level.type !== 'source' && !onlyCopies && !apart.has(placeKey(goal, level)),
    );
}

export function setApart(lessons: Lessons, fields: readonly PlacedField[], reason: string): Lessons {
  const placeOf = ({ goal, level }: PlacedField) => placeKey(goal, level);
  const texts = fields.filter(({ level }) => level.type === 'text');
  return withLessons(lessons, {
    refused: texts.map(field => [placeOf(field), reason]),
    apart: fields.map(placeOf),
  });
}
