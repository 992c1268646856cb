import { goldenCases } from '../../harness/golden.ts';

goldenCases('writable-paths');
