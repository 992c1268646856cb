import { goldenCases } from '../../harness/golden.ts';

goldenCases('ownership-annotations');
