/** How much a finding weighs: errors end with exit code 1, warnings only under `--strict`. */
export type Severity = 'error' | 'warning';

interface CheckCode {
  readonly severity: Severity;
  /** In a few words; docs/checks.md has a section of this name with cause and remedy. */
  readonly title: string;
}

/** Everything that `check` can find. Codes never change their meaning; new ones are added. */
export const checkCodes = {
  SI0101: { severity: 'error', title: 'A parameter cannot be read' },
  SI0102: { severity: 'error', title: 'A parameter is missing' },
  SI0103: { severity: 'error', title: 'A value is encoded wrongly' },
  SI0104: { severity: 'error', title: 'A text is neither YAML nor JSON' },
  SI0105: { severity: 'error', title: 'A value is not allowed' },
  SI0106: { severity: 'error', title: 'A setting does not exist' },
  SI0107: { severity: 'error', title: 'A template does not compile' },
  SI0108: { severity: 'error', title: 'A key stands twice' },
  SI0109: { severity: 'error', title: 'Nothing reads a parameter' },
  SI0110: { severity: 'warning', title: 'No settings list a template' },
  SI0111: { severity: 'error', title: 'A switch is neither on nor off' },
  SI0112: { severity: 'error', title: 'A policy switches injection off' },
  SI0113: { severity: 'warning', title: 'The version of Istio is not known' },
  SI0114: { severity: 'warning', title: 'A fixture asks in a word that nothing reads' },
  SI0201: { severity: 'error', title: 'A template fails' },
  SI0202: { severity: 'error', title: 'A template renders what is no YAML' },
  SI0203: { severity: 'error', title: 'A template renders what is no Pod' },
  SI0204: { severity: 'error', title: 'A field does not exist' },
  SI0205: { severity: 'error', title: 'A template writes <no value>' },
  SI0206: { severity: 'error', title: 'A template writes a value that does not fit its verb' },
  SI0207: { severity: 'error', title: 'An injected container has no image' },
  SI0208: { severity: 'error', title: 'A template adds nothing' },
  SI0209: { severity: 'error', title: 'An injected pod would be refused' },
  SI0210: { severity: 'error', title: 'A rendered key stands twice' },
  SI0211: { severity: 'error', title: 'A template breaks a security rule' },
  SI0212: { severity: 'warning', title: 'A template fails with the other kind of sidecars' },
  SI0213: { severity: 'warning', title: 'A template renders more than one document' },
  SI0214: { severity: 'warning', title: 'No pod can ask for a template' },
  SI0215: { severity: 'error', title: 'A template makes nothing of a missing value' },
  SI0301: { severity: 'error', title: 'There are no tokens' },
  SI0302: { severity: 'warning', title: 'No token is good for a cluster' },
  SI0303: { severity: 'warning', title: 'A token is for a cluster without parameters' },
  SI0304: { severity: 'warning', title: 'A version waits to be promoted' },
  SI0305: { severity: 'warning', title: 'A release does not list a parameter' },
  SI0306: { severity: 'warning', title: 'Another policy is in force than is written' },
  SI0307: { severity: 'warning', title: 'A parameter is left over' },
  SI0308: { severity: 'error', title: 'A pinned version is gone or another one' },
  SI0309: { severity: 'warning', title: 'Injection is switched off' },
  SI0310: { severity: 'warning', title: 'A labelled version will make writes fail' },
  SI0311: { severity: 'warning', title: 'The tokens are nearly full' },
  SI0312: { severity: 'error', title: 'A guard is not made from these parameters' },
  SI0313: { severity: 'warning', title: 'Regions differ' },
} as const satisfies Readonly<Record<string, CheckCode>>;

export type CheckCodeName = keyof typeof checkCodes;
