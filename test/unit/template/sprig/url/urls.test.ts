import { describe, expect, it } from 'vitest';
import { type Row, renderRow } from '../render.ts';

const rows: readonly Row[] = [
  {
    template: '{{ urlParse "http://u:p@h:80/p?q=1#f" | toJson }}',
    want: '{"fragment":"f","host":"h:80","hostname":"h","opaque":"","path":"/p","query":"q=1","scheme":"http","userinfo":"u:p"}',
  },
  {
    template: '{{ urlParse "https://h" | toJson }}',
    want: '{"fragment":"","host":"h","hostname":"h","opaque":"","path":"","query":"","scheme":"https","userinfo":""}',
  },
  {
    template: '{{ urlParse "//h/p" | toJson }}',
    want: '{"fragment":"","host":"h","hostname":"h","opaque":"","path":"/p","query":"","scheme":"","userinfo":""}',
  },
  {
    template: '{{ urlParse "a:b" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"b","path":"","query":"","scheme":"a","userinfo":""}',
  },
  {
    template: '{{ urlParse "mailto:x@y" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"x@y","path":"","query":"","scheme":"mailto","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://[::1%25en0]:8/" | toJson }}',
    want: '{"fragment":"","host":"[::1%en0]:8","hostname":"::1%en0","opaque":"","path":"/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://[::1" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://[::1": missing \']\' in host',
  },
  {
    template: '{{ urlParse "http://a b/" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://a b/": invalid character " " in host name',
  },
  {
    template: '{{ urlParse "http://h/a b" | toJson }}',
    want: '{"fragment":"","host":"h","hostname":"h","opaque":"","path":"/a b","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://h/%41%2f" | toJson }}',
    want: '{"fragment":"","host":"h","hostname":"h","opaque":"","path":"/A/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://h/%zz" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://h/%zz": invalid URL escape "%zz"',
  },
  {
    template: '{{ urlParse "http://h/#%zz" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://h/#%zz": invalid URL escape "%zz"',
  },
  {
    template: '{{ urlParse "#f" | toJson }}',
    want: '{"fragment":"f","host":"","hostname":"","opaque":"","path":"","query":"","scheme":"","userinfo":""}',
  },
  {
    template: '{{ urlParse "?q" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"","path":"","query":"q","scheme":"","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://h?" | toJson }}',
    want: '{"fragment":"","host":"h","hostname":"h","opaque":"","path":"","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"","path":"","query":"","scheme":"","userinfo":""}',
  },
  {
    template: '{{ urlParse "*" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"","path":"*","query":"","scheme":"","userinfo":""}',
  },
  {
    template: '{{ urlParse ":x" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse ":x": missing protocol scheme',
  },
  {
    template: '{{ urlParse "http://é/" | toJson }}',
    want: '{"fragment":"","host":"é","hostname":"é","opaque":"","path":"/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://u@@h/" | toJson }}',
    want: '{"fragment":"","host":"h","hostname":"h","opaque":"","path":"/","query":"","scheme":"http","userinfo":"u%40"}',
  },
  {
    template: '{{ urlParse "http://u:@h/" | toJson }}',
    want: '{"fragment":"","host":"h","hostname":"h","opaque":"","path":"/","query":"","scheme":"http","userinfo":"u:"}',
  },
  {
    template: '{{ urlParse "http://u u@h" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://u u@h": net/url: invalid userinfo',
  },
  {
    template: '{{ urlParse "http://h:80:80/" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://h:80:80/": invalid port ":80:80" after host',
  },
  {
    template: '{{ urlParse "x://h:1:2/" | toJson }}',
    want: '{"fragment":"","host":"h:1:2","hostname":"h:1","opaque":"","path":"/","query":"","scheme":"x","userinfo":""}',
  },
  {
    template: '{{ urlParse "///p" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"","path":"///p","query":"","scheme":"","userinfo":""}',
  },
  {
    template: '{{ urlParse "HTTP://H/" | toJson }}',
    want: '{"fragment":"","host":"H","hostname":"H","opaque":"","path":"/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://h/\\x7f" | toJson }}',
    error:
      'error calling urlParse: unable to parse url: parse "http://h/\\x7f": net/url: invalid control character in URL',
  },
  {
    template: '{{ urlParse "http://<>/" | toJson }}',
    want: '{"fragment":"","host":"\\u003c\\u003e","hostname":"\\u003c\\u003e","opaque":"","path":"/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://[1.2.3.4]/" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://[1.2.3.4]/": invalid IP-literal',
  },
  {
    template: '{{ urlParse "http://[zz]/" | toJson }}',
    error:
      'error calling urlParse: unable to parse url: parse "http://[zz]/": invalid host: ParseAddr("zz"): unable to parse IP',
  },
  {
    template: '{{ urlParse "http://h:/" | toJson }}',
    want: '{"fragment":"","host":"h:","hostname":"h","opaque":"","path":"/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http:p" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"p","path":"","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://%41/" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://%41/": invalid URL escape "%41"',
  },
  {
    template: '{{ urlParse "http://%e9/" | toJson }}',
    want: '{"fragment":"","host":"\\ufffd","hostname":"\\ufffd","opaque":"","path":"/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "a/b:c" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"","path":"a/b:c","query":"","scheme":"","userinfo":""}',
  },
  {
    template: '{{ urlParse "a:b/c" | toJson }}',
    want: '{"fragment":"","host":"","hostname":"","opaque":"b/c","path":"","query":"","scheme":"a","userinfo":""}',
  },
  {
    template: '{{ urlParse "http://x[y]/" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://x[y]/": invalid IP-literal',
  },
  {
    template: '{{ urlParse "http://[::1]x/" | toJson }}',
    error: 'error calling urlParse: unable to parse url: parse "http://[::1]x/": invalid port "x" after host',
  },
  {
    template: '{{ urlParse "http://[fe80::1%25%41]/" | toJson }}',
    want: '{"fragment":"","host":"[fe80::1%A]","hostname":"fe80::1%A","opaque":"","path":"/","query":"","scheme":"http","userinfo":""}',
  },
  {
    template: '{{ urlParse "1http://x" | toJson }}',
    error:
      'error calling urlParse: unable to parse url: parse "1http://x": first path segment in URL cannot contain colon',
  },
  { template: '{{ urlJoin (dict ) }}', want: '' },
  { template: '{{ urlJoin (dict "scheme" "http") }}', want: 'http:' },
  {
    template:
      '{{ urlJoin (dict "scheme" "http" "host" "h" "path" "a" "query" "q=1" "fragment" "f x" "userinfo" "u:p") }}',
    want: 'http://u:p@h/a?q=1#f%20x',
  },
  { template: '{{ urlJoin (dict "path" "a:b/c") }}', want: './a:b/c' },
  { template: '{{ urlJoin (dict "path" "*") }}', want: '*' },
  {
    template: '{{ urlJoin (dict "host" 1) }}',
    error: 'error calling urlJoin: unable to parse host key, must be of type string, but int found',
  },
  {
    template: '{{ urlJoin (dict "host" nil) }}',
    error: 'error calling urlJoin: runtime error: invalid memory address or nil pointer dereference',
  },
  { template: '{{ urlJoin (dict "scheme" "x" "opaque" "o" "query" "q") }}', want: 'x:o?q' },
  { template: '{{ urlJoin (dict "userinfo" "u" "path" "/p") }}', want: '//u@/p' },
  { template: '{{ urlJoin (dict "host" "[::1]:80" "path" "/é ?#[]!") }}', want: '//[::1]:80/%C3%A9%20%3F%23%5B%5D%21' },
  {
    template: '{{ urlJoin (dict "userinfo" "u%zz") }}',
    error:
      'error calling urlJoin: unable to parse userinfo in dict: parse "proto://u%zz@host": invalid URL escape "%zz"',
  },
  {
    template: '{{ urlJoin (dict "userinfo" "a b") }}',
    error:
      'error calling urlJoin: unable to parse userinfo in dict: parse "proto://a b@host": net/url: invalid userinfo',
  },
  { template: '{{ urlJoin .missing }}', want: '' },
];

describe('sprig functions for URLs', () => {
  it.each(rows)('$template gives what Go gives', (row) => {
    expect(renderRow(row)).toBe(row.error ?? row.want);
  });
});
