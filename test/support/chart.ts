/** A chart as a team writes it: a workload, its settings and its password, and what runs once around an install. */
export const shopChart = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  "shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.2.3\nappVersion: '9'\n",
  "shop/values.yaml": "image: nginx:1.25\ngreeting: hello\npassword: fixed-one\n",
  "shop/templates/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
  labels: {app: web, app.kubernetes.io/instance: {{ .Release.Name }}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: {{ .Values.image }}
          env: [{name: DB_PASSWORD, value: {{ .Values.password | quote }}}]
`,
  "shop/templates/settings.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
  labels: {app.kubernetes.io/instance: {{ .Release.Name }}}
data:
  greeting: {{ .Values.greeting | quote }}
`,
  "shop/templates/hook.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-before
  labels: {app.kubernetes.io/instance: {{ .Release.Name }}}
  annotations: {helm.sh/hook: "pre-install,test"}
data: {step: one}
`,
  "shop/templates/NOTES.txt": "Thank you for installing {{ .Chart.Name }}.\n",
  ...more,
});

export const namespaceProd = { apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } } as const;
