import { buildGraph } from '../../src/kustomize/file/graph.ts';
import { memoryFiles } from '../../src/kustomize/files/files.ts';
import { graphSvg } from '../../src/report/graph/graph-svg.ts';
import { kustomizationsIn } from '../../src/report/graph/kustomizations.ts';

function svgOf(texts: Record<string, string>): string {
  const graph = buildGraph(memoryFiles(texts), Object.keys(texts));
  return graphSvg(kustomizationsIn(graph, graph.roots));
}

/** Boxes as `label: x y width`. */
const boxes = (svg: string) =>
  [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"[^>]*><text[^>]*>([^<]*)/g)].map(
    ([, x, y, width, label]) => ({ label, x: Number(x), y: Number(y), width: Number(width) }),
  );

test('users stand left of what they use, and no two boxes overlap', () => {
  const texts: Record<string, string> = {
    'base/kustomization.yaml': 'resources: []\n',
    'lone/kustomization.yaml': 'resources: []\n',
    'c/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n',
  };
  for (let i = 0; i < 100; i++) {
    const middle = i % 3 === 0 ? '../../base' : `../../mid/${i % 7}`;
    texts[`o/${i}/kustomization.yaml`] = `resources: [${middle}]\ncomponents: [../../c]\n`;
  }
  for (let i = 0; i < 7; i++) texts[`mid/${i}/kustomization.yaml`] = 'resources: [../../base]\n';
  const svg = svgOf(texts);
  const found = boxes(svg).slice(4);
  expect(found).toHaveLength(110);
  const x = (label: string) => found.find(box => box.label === label)!.x;
  expect(x('o/1')).toBeLessThan(x('mid/1'));
  expect(x('mid/1')).toBeLessThan(x('base'));
  for (const [index, a] of found.entries()) {
    for (const b of found.slice(index + 1)) {
      const apart = Math.abs(a.y - b.y) >= 22 || a.x + a.width <= b.x || b.x + b.width <= a.x;
      expect(apart || `${a.label} over ${b.label}`).toBe(true);
    }
  }
});

test('names are text, cycles end', () => {
  const svg = svgOf({
    'r/kustomization.yaml': 'resources: ["../a<b>&"]\n',
    'a<b>&/kustomization.yaml': 'resources: [../z]\n',
    'z/kustomization.yaml': 'resources: ["../a<b>&"]\n',
  });
  expect(svg).toContain('>a&lt;b&gt;&amp;</text>');
  expect(svg).not.toContain('<b>');
});
