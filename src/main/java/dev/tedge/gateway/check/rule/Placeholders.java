package dev.tedge.gateway.check.rule;

import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.gateway.check.yaml.CheckedFile;
import dev.tedge.gateway.check.yaml.Entry;
import dev.tedge.gateway.check.yaml.NearMiss;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;

/** Looks for <code>{{…}}</code> that stands for nothing. */
public final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]*)}}");

    private final CamelContext context;

    public Placeholders(CamelContext context) {
        this.context = context;
    }

    /** Notes those that have no value. */
    public void check(CheckedFile file) {
        file.entries().forEach(entry -> entry.text().ifPresent(text -> check(file, entry, text)));
    }

    private void check(CheckedFile file, Entry entry, String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            String name = found.group(1).strip();
            if (!isOptional(name) && !isKnown(found.group())) {
                file.fault(entry.spot(found.start()), reason(name));
            }
        }
        int open = text.lastIndexOf("{{");
        if (open >= 0 && text.indexOf("}}", open) < 0 && text.indexOf("${") < 0) {
            file.fault(entry.spot(open), "'{{' begins a placeholder that is not closed: write '{{name}}'");
        }
    }

    /** With a default, or one that may be missing, or one of the functions of Camel. */
    private static boolean isOptional(String name) {
        return name.startsWith("?") || name.startsWith("!") || name.contains(":");
    }

    private boolean isKnown(String placeholder) {
        try {
            return !context.resolvePropertyPlaceholders(placeholder).contains("{{");
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    private static String reason(String name) {
        if (name.isEmpty()) {
            return "'{{}}' names no setting";
        }
        Optional<Setting<?>> setting =
                Settings.ALL.stream().filter(each -> each.key().equals(name)).findFirst();
        if (setting.filter(Setting::secret).isPresent()) {
            return "the setting '%s' is a secret, which routes don't get".formatted(name);
        }
        if (setting.isPresent()) {
            return "the setting '%s' has no value: run `tedge config set %s <value>`, or give a default: {{%s:…}}"
                    .formatted(name, name, name);
        }
        List<String> keys = Settings.ALL.stream().<String>map(Setting::key).toList();
        return NearMiss.of(name, keys)
                .map(near -> "there is no setting '%s'; did you mean '%s'?".formatted(name, near))
                .orElseGet(
                        () -> "there is no setting '%s': `tedge config list --all` shows all of them".formatted(name));
    }
}
