import { goldenCases } from '../../harness/golden.ts';

goldenCases('n', 'o');
