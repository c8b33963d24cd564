//! The parts that derived code is made of. None of it depends on the type, but for the last step into a field.

use std::borrow::Cow;

use super::{Fault, Json, Tree};

impl Tree {
    /// The fields of an object.
    ///
    /// # Errors
    /// Not an object.
    #[inline(never)]
    pub fn fields(&self) -> Result<Fields<'_>, Fault> {
        match self {
            Self::Object(fields) => Ok(Fields(fields)),
            _ => Err(Fault::kind()),
        }
    }

    /// Which of the known variants this is, and what it holds.
    ///
    /// # Errors
    /// Neither a text nor an object of one key; an unknown variant.
    #[inline(never)]
    pub fn content_of(&self, known: &[&str]) -> Result<(usize, Content<'_>), Fault> {
        let (name, content) = self.variant()?;
        let index = known.iter().position(|word| *word == name);
        match index {
            Some(index) => Ok((index, Content(content))),
            None => Err(Fault::unknown("variant", name, known)),
        }
    }

    /// The name of a variant and its content, if it is not just a name.
    ///
    /// # Errors
    /// Neither a text nor an object of one key.
    #[inline(never)]
    pub(super) fn variant(&self) -> Result<(&str, Option<&Self>), Fault> {
        match self {
            Self::Text(name) => Ok((name, None)),
            Self::Object(fields) => match fields.as_slice() {
                [(name, content)] => Ok((name, Some(content))),
                _ => Err(Fault::new("Expected an object of one key")),
            },
            _ => Err(Fault::new("Expected a text or an object of one key")),
        }
    }

    /// A text that the code holds.
    pub const fn word(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A variant and what it holds.
    #[inline(never)]
    pub fn variant_of(name: &'static str, content: Self) -> Self {
        Self::Object(vec![(Cow::Borrowed(name), content)])
    }
}

/// The fields of an object.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a>(&'a [(Cow<'static, str>, Tree)]);

impl<'a> Fields<'a> {
    /// The value of a field. Fields that nobody asks for do not matter, as with serde.
    ///
    /// # Errors
    /// It is missing and not optional, there twice, or has another form.
    #[inline(never)]
    pub fn get<T: Json>(&self, name: &'static str) -> Result<T, Fault> {
        match self.find(name)? {
            Some(tree) => T::read(tree),
            None => T::absent().ok_or_else(|| Fault::field("missing", name)),
        }
    }

    #[inline(never)]
    fn find(&self, name: &str) -> Result<Option<&'a Tree>, Fault> {
        let mut found = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
        match (found.next(), found.next()) {
            (_, Some(_)) => Err(Fault::field("duplicate", name)),
            (value, None) => Ok(value),
        }
    }
}

/// What a variant holds: nothing, if it is just a name.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a>(Option<&'a Tree>);

impl<'a> Content<'a> {
    /// Checks that it is just a name.
    ///
    /// # Errors
    /// It holds something.
    #[inline(never)]
    pub fn none(self) -> Result<(), Fault> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(Fault::kind()),
        }
    }

    /// The one value.
    ///
    /// # Errors
    /// There is none, or it has another form.
    pub fn get<T: Json>(self) -> Result<T, Fault> {
        T::read(self.tree()?)
    }

    /// The fields.
    ///
    /// # Errors
    /// It holds no object.
    #[inline(never)]
    pub fn fields(self) -> Result<Fields<'a>, Fault> {
        self.tree()?.fields()
    }

    #[inline(never)]
    fn tree(self) -> Result<&'a Tree, Fault> {
        self.0.ok_or_else(Fault::kind)
    }
}

/// An object that is being written.
#[derive(Debug, Default)]
pub struct Object(Vec<(Cow<'static, str>, Tree)>);

impl Object {
    /// Without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[inline(never)]
    pub fn put<T: Json>(&mut self, name: &'static str, value: &T) {
        self.push(name, value.tree());
    }

    #[inline(never)]
    fn push(&mut self, name: &'static str, value: Tree) {
        self.0.push((Cow::Borrowed(name), value));
    }

    /// The object.
    pub fn into_tree(self) -> Tree {
        Tree::Object(self.0)
    }
}
