// The site of these pages. What is not a page of it (SECURITY.md, code) leads to the repository; a link to nowhere fails the build.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import { defineConfig } from 'vitepress';

const DOCS = resolve(import.meta.dirname, '..');
const REPOSITORY = 'https://github.com/kustomend/kustomend';

export default defineConfig({
  title: 'kustomend',
  description: 'Kustomize-aware auto-remediation for Kubernetes manifest repositories',
  lang: 'en',
  cleanUrls: true,
  srcExclude: ['node_modules/**'],
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Guides', link: '/guides/first-ten-minutes' },
      { text: 'Remediations', link: '/README' },
      { text: 'Design', link: '/design/README' },
    ],
    sidebar: [
      {
        text: 'Guides',
        items: [
          { text: 'First ten minutes', link: '/guides/first-ten-minutes' },
          { text: 'Staging and production', link: '/guides/staging-and-production' },
          { text: 'A whole repository', link: '/guides/whole-repository' },
          { text: 'The whole review', link: '/guides/whole-review' },
          { text: 'Who talks to whom', link: '/guides/network' },
          { text: 'In the pipeline', link: '/guides/ci' },
          { text: 'Review fix by fix', link: '/review' },
          { text: 'Own transforms', link: '/own-transforms' },
          { text: 'Digests and the lock file', link: '/lock' },
          { text: 'Evidence from outside', link: '/evidence' },
        ],
      },
      ...remediations(),
      { text: 'More', items: [{ text: 'Measurements', link: '/measurements' }, { text: 'Design', link: '/design/README' }] },
    ],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    outline: 'deep',
  },
  markdown: {
    config(md) {
      md.core.ruler.push('links out of the site', ({ tokens, env }) => {
        for (const token of tokens.flatMap(each => each.children ?? [])) leadOut(token, env.relativePath);
      });
    },
  },
});

interface Token {
  readonly type: string;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}

function leadOut(token: Token, page: string): void {
  const href = token.type === 'link_open' ? token.attrGet('href') : null;
  if (href === null || /^(?:\w+:|#)/.test(href)) return;
  const [path = '', anchor] = href.split('#');
  const target = posix.join('docs', posix.dirname(page), path);
  const isPage = target.startsWith('docs/') && target.endsWith('.md');
  // Its own check is for pages: what is nowhere else either must fail as well.
  if (isPage || !existsSync(join(DOCS, '..', target))) return;
  token.attrSet('href', `${REPOSITORY}/blob/main/${target}${anchor === undefined ? '' : `#${anchor}`}`);
}

/** Groups and pages, as the generated index has them. */
function remediations() {
  const index = readFileSync(join(DOCS, 'README.md'), 'utf8');
  return index
    .split(/^## /m)
    .slice(1)
    .map(section => ({
      text: `Remediations: ${section.split('\n', 1)[0]}`,
      collapsed: true,
      items: [...section.matchAll(/^\| \[([\w-]+)\]\(transforms\/[\w-]+\.md\)/gm)].map(([, id]) => ({
        text: id,
        link: `/transforms/${id}`,
      })),
    }));
}
