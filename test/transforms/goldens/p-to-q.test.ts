import { goldenCases } from '../../harness/golden.ts';

goldenCases('p', 'q');
