import { releaseParameter, switchParameter, tokensParameter } from '../../config/parameter-names.ts';
import { differencesBetween, type RegionHolding } from '../parameters/compare-regions.ts';
import { type Finding, finding } from './finding.ts';

/** What several Regions do not hold alike, with the command that makes them alike. */
export function regionFindings(holdings: readonly RegionHolding[]): readonly Finding[] {
  const regions = holdings.map(({ region }) => ` --region ${region}`).join('');
  return differencesBetween(holdings).map(({ name, message }) =>
    finding('SI0313', { parameter: name }, `${message}; ${adviceOn(name, regions)}`),
  );
}

function adviceOn(name: string, regions: string): string {
  const [folder = '', own = ''] = name.split('/');
  const cluster = folder === 'default' ? '' : ` --cluster ${folder}`;
  switch (own) {
    case switchParameter:
      return `write both with "sidecar-injector off${cluster}${regions}" or "on"`;
    case tokensParameter:
      return `a token that one lacks is answered 401 there; store it with "sidecar-injector token new --stdin --cluster NAME${regions}"`;
    case releaseParameter:
      return `make them alike with "sidecar-injector promote${cluster}${regions}" or "rollback"`;
    default:
      return `write both with "sidecar-injector push FOLDER${regions}"`;
  }
}
