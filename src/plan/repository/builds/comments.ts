/** Builds that a comment behind an image states: `image: acme/shop # Dockerfile target: shop`. */

import { folderOf } from '../../../kustomize/files/files.ts';
import type { Wording } from './build.ts';

const IMAGE = /^[ \t-]*image:[ \t]*["']?([\w./:@-]+)["']?[ \t]+#[ \t]*(\S.*)$/gm;
const DOCKERFILE = String.raw`((?:[\w.-]+\/)*(?:Docker|Container)file(?:[.-][\w-]+)*)`;
const FORMS = [
  // The whole comment, with the stage or without.
  new RegExp(`^\`?${DOCKERFILE}\`?(?:[ ,(]+(?:target|stage)[ :=]+\`?([\\w.-]+)\`?\\)?)?[.)]?$`, 'i'),
  new RegExp(
    `^(?:is )?buil[dt] (?:from|by|with) (?:the )?\`?${DOCKERFILE}\`?(?:[ ,(]+(?:target|stage)[ :=]+\`?([\\w.-]+)\`?\\)?)?[.)]?$`,
    'i',
  ),
];

/** Of the comment that is about nothing else: a longer one may say that it is no longer so. */
export function buildsInComments(file: string, text: string): Wording[] {
  if (!/(?:docker|container)file/i.test(text)) return [];
  return [...text.matchAll(IMAGE)].flatMap(({ index, 1: image = '', 2: comment = '' }): Wording[] => {
    const [, dockerfile, target] =
      FORMS.map(form => form.exec(comment.trim())).find(each => each !== null) ?? [];
    if (dockerfile === undefined) return [];
    return [
      {
        images: [image],
        from: [''],
        context: folderOf(dockerfile) || '.',
        dockerfile,
        dockerfileIsIn: 'folder',
        target,
        at: `${file}:${text.slice(0, index).split('\n').length}`,
      },
    ];
  });
}
