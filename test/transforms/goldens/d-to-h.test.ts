import { goldenCases } from '../../harness/golden.ts';

goldenCases('d', 'h');
