//! Words and comments of generated TypeScript.

/// Columns of a line of a comment.
const WIDTH: usize = 116;

/// A doc comment, or nothing where there are no words.
pub fn comment(doc: Option<&str>, indent: usize) -> String {
    let Some(doc) = doc.map(str::trim).filter(|doc| !doc.is_empty()) else {
        return String::new();
    };
    let pad = " ".repeat(indent);
    let lines = wrap(&doc.replace("*/", "* /"), WIDTH - indent);
    match lines.as_slice() {
        [one] => format!("{pad}/** {one} */\n"),
        many => {
            let body: String = many.iter().map(|line| format!("{pad} * {line}\n")).collect();
            format!("{pad}/**\n{body}{pad} */\n")
        }
    }
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.len() + 1 + word.len() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// `post_job` as `PostJob`; `CosmosMsg_for_Empty` as `CosmosMsgForEmpty`.
pub fn pascal(name: &str) -> String {
    name.split('_').map(first_upper).collect()
}

/// `post_job` as `postJob`.
pub fn camel(name: &str) -> String {
    let name = pascal(name);
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

fn first_upper(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A string literal.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_forms_of_typescript() {
        assert_eq!(pascal("CosmosMsg_for_Empty"), "CosmosMsgForEmpty");
        assert_eq!(camel("post_job"), "postJob");
        assert_eq!(camel("info"), "info");
    }

    #[test]
    fn a_comment_cannot_be_left_and_long_ones_are_broken() {
        assert_eq!(comment(Some("a */ b"), 2), "  /** a * / b */\n");
        assert_eq!(comment(None, 2), "");
        let long = comment(Some(&"word ".repeat(40)), 0);
        assert!(long.starts_with("/**\n * word"));
        assert!(long.lines().all(|line| line.len() <= WIDTH + 3), "{long}");
    }
}
