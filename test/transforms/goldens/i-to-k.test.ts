import { goldenCases } from '../../harness/golden.ts';

goldenCases('i', 'k');
