//! `#[derive(Json)]`: the JSON form of a message type by way of `axiom_types::json::Tree`.
//!
//! Reads and writes exactly what `#[cw_serde]` gives the same type: fields under their names, none of them twice, others
//! without meaning; variants in snake case, as a text if they hold nothing and as an object of one key otherwise. The code that it
//! adds for a type is a small part of what serde's derive adds, which is what the size of a contract consists of.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{parse_macro_input, Data, DeriveInput, Error, Fields, Variant};

/// See the crate's documentation.
#[proc_macro_derive(Json)]
pub fn json(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: &DeriveInput) -> Result<TokenStream, Error> {
    let (read, tree) = match &input.data {
        Data::Struct(data) => of_struct(&data.fields)?,
        Data::Enum(data) => of_enum(&data.variants.iter().collect::<Vec<_>>())?,
        Data::Union(_) => return Err(Error::new_spanned(input, "a union has no JSON form")),
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for kind in generics.type_params_mut() {
        kind.bounds.push(syn::parse_quote!(::axiom_types::json::Json));
    }
    let (with, kinds, bounds) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #with ::axiom_types::json::Json for #name #kinds #bounds {
            fn read(tree: &::axiom_types::json::Tree) -> Result<Self, ::axiom_types::json::Fault> {
                #read
            }
            fn tree(&self) -> ::axiom_types::json::Tree {
                #tree
            }
        }
    })
}

/// How a struct is read and written.
fn of_struct(fields: &Fields) -> Result<(TokenStream, TokenStream), Error> {
    let names = named(fields)?;
    let keys = keys(&names);
    let read = quote! {
        let fields = tree.fields()?;
        Ok(Self { #(#names: fields.get(#keys)?),* })
    };
    let tree = quote! {
        let mut out = ::axiom_types::json::Object::new();
        #(out.put(#keys, &self.#names);)*
        out.into_tree()
    };
    Ok((read, tree))
}

/// How an enum is read and written.
fn of_enum(variants: &[&Variant]) -> Result<(TokenStream, TokenStream), Error> {
    let words: Vec<_> = variants.iter().map(|variant| snake(&variant.ident)).collect();
    let mut reads = vec![];
    let mut trees = vec![];
    for (index, (variant, word)) in variants.iter().zip(&words).enumerate() {
        let name = &variant.ident;
        let (read, tree) = match &variant.fields {
            Fields::Unit => (
                quote! { content.none().map(|()| Self::#name) },
                quote! { Self::#name => ::axiom_types::json::Tree::word(#word) },
            ),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => (
                quote! { content.get().map(Self::#name) },
                quote! { Self::#name(value) => ::axiom_types::json::Tree::variant_of(#word, value.tree()) },
            ),
            fields => of_variant(name, word, fields)?,
        };
        reads.push(quote! { #index => #read });
        trees.push(tree);
    }
    let read = quote! {
        let (index, content) = tree.content_of(&[#(#words),*])?;
        match index {
            #(#reads,)*
            _ => Err(::axiom_types::json::Fault::kind()),
        }
    };
    Ok((read, quote! { match self { #(#trees),* } }))
}

/// How a variant with named fields is read and written.
fn of_variant(
    name: &Ident,
    word: &str,
    fields: &Fields,
) -> Result<(TokenStream, TokenStream), Error> {
    let names = named(fields)?;
    let keys = keys(&names);
    let read = quote! {{
        let fields = content.fields()?;
        Ok(Self::#name { #(#names: fields.get(#keys)?),* })
    }};
    let tree = quote! {
        Self::#name { #(#names),* } => {
            let mut out = ::axiom_types::json::Object::new();
            #(out.put(#keys, #names);)*
            ::axiom_types::json::Tree::variant_of(#word, out.into_tree())
        }
    };
    Ok((read, tree))
}

/// The fields' names; every field must have one.
fn named(fields: &Fields) -> Result<Vec<&Ident>, Error> {
    let name = |field: &'_ syn::Field| field.ident.is_some();
    if !fields.iter().all(name) {
        let text = "fields need names; a variant may also hold one value without a name";
        return Err(Error::new_spanned(fields, text));
    }
    Ok(fields.iter().filter_map(|field| field.ident.as_ref()).collect())
}

fn keys(names: &[&Ident]) -> Vec<String> {
    names.iter().map(|name| name.unraw().to_string()).collect()
}

/// The name of a variant as serde's `snake_case` writes it.
fn snake(name: &Ident) -> String {
    let mut word = String::new();
    for (index, letter) in name.unraw().to_string().chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}
