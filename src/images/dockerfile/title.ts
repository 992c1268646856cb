/** What a Dockerfile calls its image. */
import { instructionsOf } from './instructions/text.ts';

const TITLE = /(?:^|\s)"?org\.opencontainers\.image\.title"?=(?:"([^"$]+)"|'([^'$]+)'|([^\s"'$]+))(?=\s|$)/;

/** The title that the last stage gives itself: LABEL org.opencontainers.image.title. */
export function titleIn(text: string): string | undefined {
  if (!text.includes('org.opencontainers.image.title')) return undefined;
  let title: string | undefined;
  for (const { word, rest } of instructionsOf(text)) {
    if (word === 'FROM') title = undefined;
    else if (word === 'LABEL')
      title =
        TITLE.exec(rest)
          ?.slice(1)
          .find(each => each !== undefined) ?? title;
  }
  return title;
}
